package dev.heddle.benchmarks.peers;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who is compared, in the order of the table. */
enum Peer {
  RAW("bare queue", "", true, Takeover.NONE) {
    @Override
    Contestant open(Database database, Mode mode) throws Exception {
      return new RawQueue(database);
    }
  },
  HEDDLE("Heddle", "dev.heddle:heddle-core", true, Takeover.QUICK) {
    @Override
    Contestant open(Database database, Mode mode) {
      return new HeddleContestant(database, mode);
    }
  },
  DB_SCHEDULER("db-scheduler", "com.github.kagkarlsson:db-scheduler", true, Takeover.SLOW) {
    @Override
    Contestant open(Database database, Mode mode) throws Exception {
      return new DbScheduler(database, mode);
    }
  },
  JOBRUNR("JobRunr OSS", "org.jobrunr:jobrunr", true, Takeover.SLOW) {
    @Override
    Contestant open(Database database, Mode mode) {
      return new JobRunrOss(database, mode);
    }
  },
  DBOS("DBOS Transact", "dev.dbos:transact", false, Takeover.RESTART) {
    @Override
    Contestant open(Database database, Mode mode) {
      return new Dbos(database, mode);
    }
  },
  QUARTZ("Quartz", "org.quartz-scheduler:quartz", false, Takeover.SLOW) {
    @Override
    Contestant open(Database database, Mode mode) throws Exception {
      return new Quartz(database, mode);
    }
  };

  /** Who begins again what a killed process had begun. */
  enum Takeover {
    /** Nobody. */
    NONE,
    /** Another process, at once. */
    QUICK,
    /** Another process, in the course of a poll or a timeout. */
    SLOW,
    /** The same process, started again. */
    RESTART
  }

  /** As the table names it. */
  final String title;

  /** Group and artifact of what is measured; empty if it is of this module. */
  final String artifact;

  final boolean onSqlite;
  final Takeover takeover;

  Peer(String title, String artifact, boolean onSqlite, Takeover takeover) {
    this.title = title;
    this.artifact = artifact;
    this.onSqlite = onSqlite;
    this.takeover = takeover;
  }

  /** Creates what it needs in the database, and carries out nothing yet. */
  abstract Contestant open(Database database, Mode mode) throws Exception;

  /** As the command line names it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Peer> named(String word) {
    return Stream.of(values()).filter(peer -> peer.word().equals(word)).findFirst();
  }
}
