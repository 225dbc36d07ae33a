package dev.heddle.monitor;

import dev.heddle.monitor.http.Site;
import io.javalin.config.JavalinState;
import io.javalin.http.servlet.JavalinServlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;

/** The monitor as a part of another server, below the path that it is mapped to. */
final class MonitorServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Site site;
  private final transient JavalinServlet pages;

  MonitorServlet(Site site) {
    this.site = site;
    JavalinState state = new JavalinState();
    JavalinState.applyUserConfig(state, site::configure);
    this.pages = new JavalinServlet(state);
  }

  @Override
  public void init() {
    site.start();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    ServletRequest mounted = new Mounted(request);
    pages.service(mounted, response);
  }

  @Override
  public void destroy() {
    site.close();
  }

  /** A request whose context is the path that the servlet is mapped to. */
  private static final class Mounted extends HttpServletRequestWrapper {
    private final String base;

    Mounted(HttpServletRequest request) {
      super(request);
      base =
          request.getHttpServletMapping().getMappingMatch() == MappingMatch.DEFAULT
              ? request.getContextPath()
              : request.getContextPath() + request.getServletPath();
    }

    @Override
    public String getContextPath() {
      return base;
    }

    /** The path itself, without a slash behind it, is the first page. */
    @Override
    public String getRequestURI() {
      String uri = super.getRequestURI();
      return uri.equals(base) ? base + '/' : uri;
    }
  }
}
