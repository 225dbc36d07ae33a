package dev.heddle.cli;

import dev.heddle.CallOptions;
import dev.heddle.ExecutionListener.ExecutionReport;
import dev.heddle.Heddle;
import dev.heddle.HeddleException;
import dev.heddle.RunOptions;
import dev.heddle.config.Settings;
import dev.heddle.eval.Evaluation;
import dev.heddle.expr.Call;
import dev.heddle.expr.Const;
import dev.heddle.expr.Node;
import dev.heddle.task.TaskMethod;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code heddle run}: from what was typed to the result on standard output. */
final class RunCommand {
  private final Session session;
  private final Screen screen;

  RunCommand(Session session) {
    this.session = session;
    this.screen = session.screen();
  }

  int run(List<String> typed) {
    RunArguments arguments = RunArguments.parse(typed);
    if (arguments.target().isEmpty()) {
      if (arguments.help()) {
        session.print(RunHelp.command());
        return Main.SUCCESS;
      }
      throw new UsageException(
          "heddle run needs a file: heddle run FILE.java [TASK] [--param value …]");
    }
    Settings settings = session.settings(arguments.settings());
    if (arguments.task().isEmpty() || arguments.help()) {
      return withoutStore(arguments, settings);
    }
    StoreDoor.requireServed(settings.store());
    RunConsole console = new RunConsole(screen);
    Answer answer = new Answer(session.out(), arguments.json());
    try (StoreAhead store = StoreAhead.begin(settings)) {
      Program program = load(arguments, settings);
      program.withDirectTasks();
      TaskMethod task = program.task(arguments.task().get());
      Parameters parameters = signatures(settings).of(task);
      List<String> words = new ArrayList<>(arguments.words());
      words.addAll(arguments.rest());
      Call<?> call = call(task, parameters.read(words));
      List<String> shown = parameters.masked(RunArguments.shown(typed), words);
      return evaluate(call, settings, store, shown, console, answer);
    } catch (RuntimeException | Error e) {
      int code = Main.explain(screen, e);
      if (code != Main.USAGE) {
        answer.give(console.execution(), Answer.FAILED, reason(e));
      }
      return code;
    }
  }

  private static String reason(Throwable e) {
    return e instanceof HeddleException ? Names.message(e) : Thrown.text(e);
  }

  private Program load(RunArguments arguments, Settings settings) {
    Program program = Program.load(arguments, settings, screen);
    Thread.currentThread().setContextClassLoader(program.loader());
    return program;
  }

  private static Signatures signatures(Settings settings) {
    return new Signatures(ParameterCodecs.of(settings.project()), CommandOptions.RUN);
  }

  /** Help, or the main method. */
  private int withoutStore(RunArguments arguments, Settings settings) {
    Program program = load(arguments, settings);
    Signatures signatures = signatures(settings);
    if (arguments.task().isPresent()) {
      TaskMethod task = program.task(arguments.task().get());
      Parameters parameters = signatures.of(task);
      session.print(RunHelp.task(program, task, parameters, signatures, screen.style()));
      return Main.SUCCESS;
    }
    if (arguments.help()) {
      session.print(RunHelp.program(program, signatures, screen.style()));
      return Main.SUCCESS;
    }
    return new MainMethod(session).run(program, arguments);
  }

  private static Call<?> call(TaskMethod task, @Nullable Object[] values) {
    List<Node<?>> nodes = new ArrayList<>();
    Arrays.stream(values).forEach(value -> nodes.add(new Const<>(value)));
    return new Call<>(task, nodes, CallOptions.NONE);
  }

  private int evaluate(
      Call<?> call,
      Settings settings,
      StoreAhead store,
      List<String> shown,
      RunConsole console,
      Answer answer) {
    List<String> commandLine = new ArrayList<>(List.of("heddle", "run"));
    commandLine.addAll(shown);
    RunOptions options =
        RunOptions.DEFAULT
            .withUseCache(settings.cache())
            .withKeepGoing(settings.keepGoing())
            .withLabel(call.task().name())
            .withCommandLine(commandLine)
            .withListener(console);
    PrintStream out = System.out;
    PrintStream err = System.err;
    try (Heddle heddle = store.open(Heddle.builder().settings(settings).options(options))) {
      Heddle.setDefault(heddle); // direct calls on threads that a body starts
      // Standard output is for the result: what tasks print is shown beside the lines.
      System.setOut(screen.passage(err));
      System.setErr(screen.passage(err));
      Evaluation evaluation = heddle.start(call);
      Interruption interruption = Interruption.guard(evaluation, console, screen, answer);
      @Nullable Throwable thrown = null;
      try {
        evaluation.runForReport();
      } catch (Throwable e) {
        thrown = e;
      } finally {
        System.setOut(out);
        System.setErr(err);
        console.showTable();
      }
      interruption.end();
      boolean remembered = !settings.store().startsWith("memory:");
      return show(console, answer, remembered, thrown);
    }
  }

  private int show(
      RunConsole console, Answer answer, boolean remembered, @Nullable Throwable thrown) {
    ExecutionReport report = console.report();
    if (report == null) {
      throw thrown == null ? new IllegalStateException("no report") : Thrown.unchecked(thrown);
    }
    FailureText failure = FailureText.of(report, thrown);
    if (!failure.isEmpty()) {
      screen.line("");
      failure.lines(screen.style(), remembered).forEach(screen::line);
    }
    String result = report.resultJson();
    if (answer.wanted()) {
      answer.give(report, failure);
    } else if (failure.isEmpty() && result != null && !result.equals("null")) {
      if (screen.terminal()) {
        screen.line("");
      }
      session.out().println(Json.readable(result));
    }
    session.out().flush();
    if (session.out().checkError()) {
      screen.line("error: the result can't be written to standard output");
      return Main.FAILED;
    }
    return failure.isEmpty() ? Main.SUCCESS : Main.FAILED;
  }
}
