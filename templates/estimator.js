// Makes the answer follow the form. Every word and every number comes from the server: the page
// of the form as it stands is fetched, and its parts take the place of those that are shown.
'use strict';
(() => {
  const PAUSE_MS = 250;
  const form = document.getElementById('form');
  const news = document.getElementById('news');
  const failed = document.getElementById('failed');
  const parser = new DOMParser();
  let timer = 0;
  let underWay = new AbortController();

  const query = () => new URLSearchParams(new FormData(form)).toString();

  // Puts the attributes that tell a mistake, and for a list its choices, in the place of the old.
  function followControl(mine, theirs) {
    for (const name of ['aria-describedby', 'aria-invalid']) {
      const value = theirs.getAttribute(name);
      if (value === null) {
        mine.removeAttribute(name);
      } else {
        mine.setAttribute(name, value);
      }
    }
    if (mine instanceof HTMLSelectElement && mine.innerHTML !== theirs.innerHTML) {
      const { value } = theirs;
      mine.replaceChildren(...theirs.children);
      mine.value = value;
    }
  }

  function followField(mine, theirs) {
    const control = mine.querySelector('input, select');
    mine.className = theirs.className;
    mine.querySelector('.error')?.remove();
    const error = theirs.querySelector('.error');
    followControl(control, theirs.querySelector('input, select'));
    if (error) {
      control.before(error);
      for (let part = mine.closest('details'); part; part = null) {
        part.open = true;
      }
    }
  }

  function follow(page) {
    for (const control of page.querySelectorAll('#form .field :is(input, select)')) {
      const mine = document.getElementById(control.id)?.closest('.field');
      if (mine) {
        followField(mine, control.closest('.field'));
      }
    }
    for (const hidden of page.querySelectorAll('#form input[type=hidden]')) {
      const mine = form.elements.namedItem(hidden.name);
      if (mine) {
        mine.value = hidden.value;
      }
    }
    // Only a page that was asked for takes the focus, not one that follows.
    page.querySelector('[autofocus]')?.removeAttribute('autofocus');
    const open = [...document.querySelectorAll('#answer details')].map((part) => part.open);
    for (const id of ['mistakes', 'answer', 'bar']) {
      document.getElementById(id).replaceWith(page.getElementById(id));
    }
    const details = document.querySelectorAll('#answer details');
    if (details.length === open.length) {
      details.forEach((part, place) => { part.open = open[place]; });
    }
    for (const link of page.querySelectorAll('nav a')) {
      const mine = document.querySelector(`nav a[lang="${link.lang}"]`);
      mine.href = link.getAttribute('href');
    }
    document.title = page.title;
    showLink();
    offerCopy();
    news.textContent = document.getElementById('answer').dataset.news;
  }

  async function ask() {
    underWay = new AbortController();
    const { signal } = underWay;
    try {
      const answer = await fetch(`/?${query()}`, { signal });
      // A form that is wrong and one that is refused are answered with a page, too.
      if (!answer.ok && answer.status !== 422) {
        throw new Error(String(answer.status));
      }
      follow(parser.parseFromString(await answer.text(), 'text/html'));
      failed.hidden = true;
    } catch (error) {
      if (!signal.aborted) {
        failed.hidden = false;
        news.textContent = failed.textContent;
      }
    }
  }

  // What is under way answers a form that is not there any more.
  function later() {
    underWay.abort();
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  }

  function offerCopy() {
    const copy = document.getElementById('copy');
    if (!copy || !navigator.clipboard) {
      return;
    }
    copy.hidden = false;
    document.getElementById('link').hidden = true;
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.getElementById('link').href);
      news.textContent = copy.dataset.copied;
      copy.classList.add('copied');
    });
  }

  // What a form sends has its empty fields, too; the link of the request has not.
  function showLink() {
    const link = document.getElementById('link').getAttribute('href');
    history.replaceState(null, '', link + location.hash);
  }

  form.addEventListener('input', later);
  if (!document.querySelector('.example')) {
    showLink();
  }
  offerCopy();
})();
