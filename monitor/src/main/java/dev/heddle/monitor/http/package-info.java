/**
 * How a page gets to a browser: routes, who may come in, headers, sessions, live streams, templates
 * and the JSON beside them. Nothing here knows what a page is about. Public for the templates'
 * sake; no API.
 */
@org.jspecify.annotations.NullMarked
package dev.heddle.monitor.http;
