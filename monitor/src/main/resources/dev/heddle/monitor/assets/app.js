// What the pages do by themselves: stay up to date, say how long ago things were, and go by keys.
// Everything works without it but for that. No framework, no inline scripts, no eval.
(() => {
  'use strict';

  const body = document.body;
  const base = body.dataset.base || '';
  const $ = (id) => document.getElementById(id);

  // ---- moments: absolute in the page, so that it is the same while nothing happened; relative here

  const UNITS = [['day', 86400], ['h', 3600], ['min', 60], ['s', 1]];
  const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  const clock = new Intl.DateTimeFormat('en-GB', { month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });

  function ago(seconds) {
    const size = Math.abs(seconds);
    if (size < 1) return 'now';
    const [unit, length] = UNITS.find(([, l]) => size >= l);
    const count = Math.trunc(size / length);
    const words = `${count} ${unit}${unit === 'day' && count > 1 ? 's' : ''}`;
    return seconds < 0 ? `in ${words}` : `${words} ago`;
  }

  function tell(root) {
    const now = Date.now();
    for (const time of root.querySelectorAll('time[datetime]')) {
      const at = new Date(time.dateTime);
      if (Number.isNaN(at.getTime())) continue;
      const text = time.classList.contains('ago') ? ago((now - at) / 1000)
        : time.classList.contains('clock') ? clock.format(at) : null;
      if (text !== null && time.textContent !== text) {
        time.textContent = text;
        time.title = absolute.format(at);
      }
    }
  }

  // ---- the banner: what is shown is old, and since when

  let shownAt = body.dataset.at;

  function lost(reason) {
    pulse('lost', reason);
    const banner = $('lost');
    if (!banner || !banner.hidden) return;
    banner.textContent = `${reason} This page shows what was known at ${absolute.format(new Date(shownAt))}.`;
    banner.hidden = false;
  }

  function found() {
    pulse('live', 'Updates: connected');
    const banner = $('lost');
    if (banner) banner.hidden = true;
  }

  function pulse(state, words) {
    const pulse = $('pulse');
    if (!pulse || pulse.dataset.state === state) return;
    pulse.dataset.state = state;
    pulse.title = words;
    pulse.firstElementChild.textContent = words;
  }

  // ---- live: the server says that something changed, and the page asks for what it shows

  const live = body.dataset.live === 'yes';
  const away = document.querySelector('.refused[data-status="503"]') !== null;
  let stream = null;
  let again = 0;
  let failures = 0;

  function ask() {
    if (!document.hidden) body.dispatchEvent(new CustomEvent('heddle:change'));
  }

  function listen() {
    if (stream || document.hidden) return;
    stream = new EventSource(`${base}/live`);
    stream.addEventListener('change', () => { if (away) location.reload(); else ask(); });
    stream.addEventListener('back', () => { if (away) location.reload(); else ask(); });
    stream.addEventListener('lost', () => lost('The store does not answer.'));
    stream.addEventListener('full', () => { deaf(); again = setTimeout(() => { ask(); listen(); }, 5000); });
    stream.onerror = () => {
      // A stream that ended in good order is opened anew by the browser; one that was refused is not.
      if (stream && stream.readyState === EventSource.CLOSED) {
        deaf();
        failures++;
        if (failures > 1) lost('The monitor does not answer.');
        again = setTimeout(listen, failures > 1 ? 3000 : 500);
      } else {
        again = setTimeout(() => { if (stream && stream.readyState !== EventSource.OPEN) lost('The monitor does not answer.'); }, 4000);
      }
    };
    stream.onopen = () => { clearTimeout(again); failures = 0; if ($('lost') && $('lost').hidden) pulse('live', 'Updates: connected'); };
  }

  function deaf() {
    clearTimeout(again);
    if (stream) stream.close();
    stream = null;
  }

  if (live || away) {
    listen();
    // Browsers open few connections to one host: a page that nobody sees holds none.
    document.addEventListener('visibilitychange', () => { if (document.hidden) deaf(); else { listen(); ask(); } });
    addEventListener('pagehide', deaf);
    addEventListener('pageshow', listen);
  }

  let seen = body.dataset.seen || '';
  body.addEventListener('htmx:configRequest', (e) => {
    e.detail.headers['Heddle-Csrf'] = body.dataset.csrf;
    if (e.detail.elt.id === 'live' && seen) e.detail.headers['Heddle-Seen'] = seen;
  });
  body.addEventListener('htmx:afterRequest', (e) => {
    if (e.detail.elt.id !== 'live') return;
    const answer = e.detail.xhr;
    if (answer.status === 200 || answer.status === 204) {
      seen = answer.getResponseHeader('Heddle-Seen') || '';
      shownAt = new Date().toISOString();
      found();
    } else if (answer.status === 503) {
      lost('The store does not answer.');
    } else {
      lost(answer.status === 0 ? 'The monitor does not answer.' : `The monitor answered ${answer.status}.`);
    }
  });

  // What had the focus has it again after an update, what was open is open again, and what was scrolled aside is there again.
  let focused = () => null;
  let open = [];
  let aside = [];
  const BOXES = '.chart-box, .table-box';
  const ANEW = 'details:not([hx-preserve])'; // the others are moved as they are

  /** How to find it again: by its id, by where it leads, or as a button or field of its name; among several by its place. */
  function finder(part, e) {
    const named = ['href', 'name', 'aria-label'].find((a) => e.getAttribute(a));
    const like = e.id ? `#${CSS.escape(e.id)}` : named ? `${e.localName}[${named}="${CSS.escape(e.getAttribute(named))}"]` : e.localName;
    const at = [...part.querySelectorAll(like)].indexOf(e);
    return () => part.querySelectorAll(like)[at];
  }

  body.addEventListener('htmx:beforeSwap', (e) => {
    const part = e.detail.target;
    focused = part.contains(document.activeElement) ? finder(part, document.activeElement) : () => null;
    open = [...part.querySelectorAll(ANEW)].map((d) => d.open);
    aside = [...part.querySelectorAll(BOXES)].map((box) => box.scrollLeft);
  });
  body.addEventListener('htmx:afterSwap', (e) => {
    const part = e.detail.target;
    part.querySelectorAll(ANEW).forEach((d, i) => { if (open[i]) d.open = true; });
    part.querySelectorAll(BOXES).forEach((box, i) => { box.scrollLeft = aside[i] || 0; });
    const again = focused();
    if (again) again.focus({ preventScroll: true });
    tell(part);
  });

  // ---- the theme, kept in a cookie so that the server writes it into the page and nothing flashes

  const THEMES = ['auto', 'light', 'dark'];

  function nextTheme() {
    const root = document.documentElement;
    const theme = THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length];
    root.dataset.theme = theme;
    document.cookie = `heddle_theme=${theme}; path=${base}/; max-age=31536000; samesite=strict`;
    toast(theme === 'auto' ? 'Theme: as the system' : `Theme: ${theme}`);
  }

  function toast(words) {
    const box = $('toasts');
    const note = document.createElement('div');
    note.className = 'toast';
    note.textContent = words;
    box.replaceChildren(note);
    setTimeout(() => note.remove(), 4000);
  }

  // ---- keys

  function step(way) {
    const links = [...document.querySelectorAll('main tbody th a, main .log-line > a.id')];
    if (links.length === 0) return;
    const at = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at < 0 ? 0 : at + way))].focus();
  }

  let going = 0;
  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const target = e.target;
    if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) {
      if (e.key === 'Escape') target.blur();
      return;
    }
    if (document.querySelector('dialog[open]')) return;
    const soon = Date.now() - going < 1200;
    going = 0;
    if (soon) {
      const link = document.querySelector(`[data-go="${CSS.escape(e.key)}"]`);
      if (link) { e.preventDefault(); location.assign(link.href); return; }
    }
    switch (e.key) {
      case '/': e.preventDefault(); $('search').focus(); $('search').select(); break;
      case 'g': going = Date.now(); break;
      case '?': $('help').showModal(); break;
      case 't': nextTheme(); break;
      case 'j': step(1); break;
      case 'k': step(-1); break;
      default:
    }
  });

  $('theme-button').addEventListener('click', nextTheme);
  $('help-button').addEventListener('click', () => $('help').showModal());
  $('menu-button').addEventListener('click', () => {
    const is = $('nav').classList.toggle('open');
    $('menu-button').setAttribute('aria-expanded', String(is));
  });

  // Texts that are long to type are copied by a click: <button data-copy="TEXT">.
  document.addEventListener('click', (e) => {
    const button = e.target instanceof Element && e.target.closest('[data-copy]');
    if (button) navigator.clipboard.writeText(button.dataset.copy).then(() => toast('Copied'));
  });

  tell(document);
  setInterval(() => { if (!document.hidden) tell(document); }, 1000);
})();
