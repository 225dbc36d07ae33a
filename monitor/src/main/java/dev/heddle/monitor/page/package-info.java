/**
 * What the pages are about: for each a query, the view it makes, and its place. Views are records
 * of texts, numbers and moments, the same for a template and for JSON. Public for the templates'
 * sake; no API.
 */
@org.jspecify.annotations.NullMarked
package dev.heddle.monitor.page;
