package dev.heddle.monitor.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One thing that can be asked for: at its path as a page, and under {@code /api/v1} as JSON. Both
 * are the view that one query makes. Immutable.
 *
 * @param <V> the view: a record of records, lists, texts, numbers and moments
 */
public final class Place<V> {
  /** Under which the JSON is. */
  public static final String API = "/api/v1";

  private final Making<V> made;

  private Place(Making<V> made) {
    this.made = made;
  }

  /** Begins one that is looked at. */
  public static <V> Making<V> get(String path, Class<V> view, Query<V> query) {
    return new Making<>("GET", false, path, view, query);
  }

  /** Begins one that is asked with more than an address should have, and changes nothing. */
  public static <V> Making<V> post(String path, Class<V> view, Query<V> query) {
    return new Making<>("POST", false, path, view, query);
  }

  /**
   * Begins one that changes something. It is refused unless actions are allowed. As a page it leads
   * back to where its form says ({@code back}), or else to its section.
   */
  public static <V> Making<V> action(String path, Class<V> view, Query<V> query) {
    return new Making<>("POST", true, path, view, query);
  }

  /** One that is being described. */
  public static final class Making<V> {
    private final String method;
    private final boolean changes;
    private final String path;
    private final Class<V> view;
    private final Query<V> query;
    private final List<Parameter> parameters = new ArrayList<>();
    private String api;
    private String summary = "";
    private String template = "";
    private Section section = Section.OVERVIEW;
    private Function<V, String> title = v -> section.label();
    private Function<V, String> leads = v -> "";
    private Predicate<V> live = v -> true;

    private Making(String method, boolean changes, String path, Class<V> view, Query<V> query) {
      this.method = method;
      this.changes = changes;
      this.path = path;
      this.view = view;
      this.query = query;
      this.api = path;
    }

    /** Where the JSON is, below {@link #API}; without this, where the page is. */
    public Making<V> api(String below) {
      api = below;
      return this;
    }

    public Making<V> taking(Parameter... some) {
      parameters.addAll(List.of(some));
      return this;
    }

    /** Where the navigation has it. */
    public Making<V> in(Section where) {
      section = where;
      return this;
    }

    /** How it looks; without this there is JSON only. */
    public Making<V> shown(String as) {
      template = as;
      return this;
    }

    /** The page's title; without this, its section. */
    public Making<V> titled(Function<V, String> as) {
      title = as;
      return this;
    }

    /** Where the page leads at once, below the monitor's own path; empty to stay. */
    public Making<V> leads(Function<V, String> to) {
      leads = to;
      return this;
    }

    /** While the page is kept up to date; without this, always. */
    public Making<V> liveWhile(Predicate<V> condition) {
      live = condition;
      return this;
    }

    /** Ends with what it answers, in a sentence for the API's readers. */
    public Place<V> summary(String text) {
      summary = text;
      return new Place<>(this);
    }
  }

  public String method() {
    return made.method;
  }

  /** Whether it changes something. */
  public boolean changes() {
    return made.changes;
  }

  public String path() {
    return made.path;
  }

  public String apiPath() {
    return API + made.api;
  }

  public Class<V> view() {
    return made.view;
  }

  public String summary() {
    return made.summary;
  }

  public List<Parameter> parameters() {
    return List.copyOf(made.parameters);
  }

  public Section section() {
    return made.section;
  }

  /** Empty if there is JSON only. */
  String template() {
    return made.template;
  }

  V ask(Asked asked) {
    return made.query.ask(asked);
  }

  String leads(V answer) {
    return made.leads.apply(answer);
  }

  boolean isLive(V answer) {
    return made.live.test(answer);
  }

  String title(V answer) {
    return made.title.apply(answer);
  }
}
