// Takes a quote through its life on the pages of a register, by keyboard and without script: a rep
// registers what the estimator shows, an approver approves it, the rep sends it and makes another
// revision, and finance notes that the customer accepted; another customer accepts behind the link,
// and all of it is exported and verified. Checks every page for accessibility.
//
//   node tests/browser/team.mjs PROGRAM PAGES [PICTURES]
//
// The pages as they are served go to the folder PAGES, pictures of them to PICTURES.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessibility, overflow } from './accessibility.mjs';
import { launch } from './browser.mjs';
import { isAt, pressEnter, tabTo, write } from './keyboard.mjs';
import { serve } from './serve.mjs';

const [program, pages, pictures] = process.argv.slice(2);
const ROOT = join(import.meta.dirname, '../..');
const BOOKS = join(ROOT, 'examples/quote/books');
const BRAND = join(ROOT, 'examples/brand/brand.toml');
const ZONE = 'Europe/Amsterdam';
const VIEWS = [
  { name: 'light', width: 1280, colorScheme: 'light' },
  { name: 'dark', width: 1280, colorScheme: 'dark' },
  { name: 'laptop', width: 900, colorScheme: 'light' },
  { name: 'tablet', width: 768, colorScheme: 'light' },
  { name: 'phone', width: 360, colorScheme: 'light' },
  { name: 'phone-dark', width: 320, colorScheme: 'dark' },
];
const PEOPLE = { ann: 'rep', cas: 'approver', fin: 'finance' };

const folder = mkdtempSync(join(tmpdir(), 'register-'));
const database = join(folder, 'quotes.db');
const settings = { env: { ...process.env, REINSTATE_NO_CONFIG: '1', REINSTATE_REGISTER: '' } };

function register(...given) {
  const named = ['register', '--register', database, '--as', 'root', ...given];
  return execFileSync(program, named, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] })
    .toString()
    .trim();
}

register('init', '--zone', ZONE, '--name', 'Meridian Partners');
const keys = {};
for (const [id, role] of Object.entries(PEOPLE)) {
  register('account', 'add', id, '--role', role, '--name', `${id} of Meridian`);
  keys[id] = register('key', 'make', id);
}

const browser = await launch();
const { server, address } = await serve(program, {
  books: ['--books', BOOKS],
  words: ['--brand', BRAND, '--register', database, '--base-url', 'https://quotes.example.com'],
  settings,
});
let checks = 0;

const says = (text) =>
  ['A', 'BUTTON', 'SUMMARY'].includes(document.activeElement?.tagName) &&
  document.activeElement.textContent.trim().startsWith(text);

// Presses what says something, and waits for the page behind it.
async function follow(page, text) {
  await tabTo(page, says, text);
  return pressEnter(page);
}

// A browser of somebody who has signed in by keyboard.
async function person(who) {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
  const page = await context.newPage();
  page.on('request', (request) => {
    const { origin } = new URL(request.url());
    assert.ok(origin === address || request.url().startsWith('data:'), `asks for ${request.url()}`);
  });
  await page.goto(`${address}/register`);
  await write(page, 'key', keys[who]);
  await pressEnter(page);
  assert.equal(await page.locator('h1').textContent(), 'Quotes');
  return page;
}

const shown = (page) => page.locator('h1 .status').textContent();

// Looks at a page in every view, and keeps it as it is served. What a form was answered with is
// looked at as it came: it cannot be asked for again. The bar of the estimator lies over a part of
// its page, and has a test of its own.
async function look(page, name, sent) {
  const path = page.url().slice(address.length);
  const cookies = await page.context().cookies();
  for (const view of VIEWS) {
    const { width, colorScheme } = view;
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    await context.addCookies(cookies);
    if (sent) {
      const body = await sent.text();
      await context.route(address + path, (route) =>
        route.fulfill({ body, contentType: 'text/html; charset=utf-8' }),
      );
    }
    const seen = await context.newPage();
    await seen.goto(address + path);
    await seen.evaluate(() => {
      document.getElementById('bar')?.remove();
      for (const folded of document.querySelectorAll('main > section details, main > details')) {
        folded.open = true;
      }
    });
    const problems = [...(await overflow(seen)), ...(await accessibility(seen))];
    assert.deepEqual(problems, [], `${name} (${view.name})`);
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      await seen.screenshot({ path: join(pictures, `${name}-${view.name}.png`), fullPage: true });
    }
    if (view.name === 'light') {
      const answer = sent ?? (await context.request.get(address + path));
      writeFileSync(join(pages, `team-${name}.html`), await answer.text());
    }
    await context.close();
    checks += 1;
  }
}

const isAccept = () =>
  document.activeElement?.tagName === 'BUTTON' && document.activeElement.form?.id === 'accept';

// A quote that needs no approval goes out, and its customer accepts it behind the link.
async function acceptedByLink(rep, customer) {
  await rep.goto(`${address}/?${QUERY}`);
  await write(rep, 'customer', customer);
  await follow(rep, 'Register this quote');
  const place = rep.url();
  await tabTo(rep, says, 'Send it');
  await rep.keyboard.press('Enter');
  await follow(rep, 'Send it');
  const link = new URL(await rep.locator('#link').inputValue());
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(address + link.pathname);
  await write(page, 'name', 'Femke de Boer');
  await write(page, 'email', 'femke@quay.example');
  await tabTo(page, isAt, 'agreed');
  await page.keyboard.press('Space');
  await tabTo(page, isAccept, 'the button that accepts');
  await pressEnter(page);
  assert.match(await page.locator('.accepted').textContent(), /Femke de Boer accepted it on/);
  await context.close();
  await rep.goto(place);
  assert.equal(await shown(rep), 'accepted');
  assert.match(await rep.locator('main').textContent(), /Accepted by Femke de Boer/);
}

const today = new Date().toLocaleDateString('sv-SE', { timeZone: ZONE });
const QUERY =
  `lang=en&service_level=standard&term_years=1&program=list&currency=EUR&tax_name=VAT&tax_rate=21%25` +
  `&product_line.1=historian&edition.1=server&owned.1=3&covered_through.1=${today}`;

try {
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(`${address}/register`);
  await look(stranger, 'sign-in');
  await stranger.goto(`${address}/?${QUERY}`);
  assert.equal(await stranger.locator('form.register').count(), 0, 'a customer is offered nothing');

  // Three servers are EUR 3,888.00; less 8% and with 21% EUR 4,328.12.
  const ann = await person('ann');
  await ann.goto(`${address}/?${QUERY}`);
  await look(ann, 'estimate');
  await write(ann, 'customer', 'Harbour & Sons Ltd');
  await write(ann, 'rate', 'eight');
  await write(ann, 'reason', 'three-year customer');
  const refused = await follow(ann, 'Register this quote');
  assert.match(await ann.locator('#register-error').textContent(), /Additional discount: .eight%/);
  assert.equal(await ann.locator('#customer').inputValue(), 'Harbour & Sons Ltd');
  await look(ann, 'not-registered', refused);
  await write(ann, 'rate', '8');
  await follow(ann, 'Register this quote');
  const number = ann.url().split('/').at(-1);
  assert.equal(await shown(ann), 'waiting for approval');
  assert.match(await ann.locator('.heading .sum').textContent(), /4,328\.12/);
  await look(ann, 'draft');

  const cas = await person('cas');
  await follow(cas, 'Approvals');
  await look(cas, 'approvals');
  await write(cas, 'reason-1', 'agreed with the board');
  await follow(cas, 'Approve');
  assert.equal(await shown(cas), 'ready');

  await ann.reload();
  await tabTo(ann, says, 'Send it');
  await ann.keyboard.press('Enter');
  await follow(ann, 'Send it');
  assert.equal(await shown(ann), 'sent');
  const link = await ann.locator('#link').inputValue();
  assert.match(link, /^https:\/\/quotes\.example\.com\/q\/[\w-]{43}$/);

  await ann.goto(`${address}/register/quotes/${number}`);
  await follow(ann, 'Make a new revision');
  await write(ann, 'owned-1', '5');
  await follow(ann, 'Calculate');
  await look(ann, 'revising');
  await follow(ann, 'Register as the next revision');
  assert.match(await ann.locator('#changes').textContent(), /What revision 2 changes/);
  await look(ann, 'revised');

  const fin = await person('fin');
  await follow(fin, number);
  await tabTo(fin, says, 'Note that the customer accepted');
  await fin.keyboard.press('Enter');
  await write(fin, 'accept-by', 'Priya Natarajan');
  const unproved = await follow(fin, 'Note it');
  assert.match(await fin.locator('#accept-error').textContent(), /nothing to show for it/);
  await look(fin, 'not-accepted', unproved);
  const signed = join(folder, 'signed.pdf');
  writeFileSync(signed, '%PDF-1.7 signed by hand');
  await tabTo(fin, isAt, 'accept-proof');
  await fin.locator('#accept-proof').setInputFiles(signed);
  await follow(fin, 'Note it');
  assert.equal(await shown(fin), 'accepted');
  await look(fin, 'accepted');
  const place = await fin.locator('a[href$="/proof"]').getAttribute('href');
  const proof = await fin.context().request.get(address + place);
  assert.deepEqual(await proof.body(), readFileSync(signed));
  await follow(fin, 'Quotes');
  await look(fin, 'list');
  await fin.goto(`${address}/register?due=soon`);
  await look(fin, 'list-wrong');
  await follow(fin, 'Pipeline');
  await look(fin, 'pipeline');
  await fin.goto(`${address}/register/quotes/none`);
  await look(fin, 'none');
  await follow(fin, 'Sign out');
  await fin.goto(`${address}/register`);
  assert.equal(await fin.locator('h1').textContent(), 'Sign in');

  await acceptedByLink(ann, 'Quay Lines B.V.');

  const exported = join(folder, 'export');
  register('export', exported);
  const acceptances = readFileSync(join(exported, 'acceptances.csv'), 'utf8');
  for (const name of ['Priya Natarajan', 'Femke de Boer']) {
    assert.ok(acceptances.includes(name), `${name} is not in the export`);
  }
  assert.match(register('verify', '--recompute'), /nothing is wrong/);
} finally {
  server.kill();
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`the pages of a register: ${checks} looks, none with a problem`);
