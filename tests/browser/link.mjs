// Accepts and declines quotes on the page behind a customer's link, by keyboard alone and without
// script; checks every state of the page for accessibility, in each view.
//
//   node tests/browser/link.mjs PROGRAM PAGES [PICTURES]
//
// The pages as they are served go to the folder PAGES, pictures of them to PICTURES.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessibility, overflow } from './accessibility.mjs';
import { launch } from './browser.mjs';
import { isAt, isSummaryOf, pressEnter, tabTo } from './keyboard.mjs';
import { serve } from './serve.mjs';

const [program, pages, pictures] = process.argv.slice(2);
const ROOT = join(import.meta.dirname, '../..');
const BOOKS = join(ROOT, 'examples/quote/books');
const BRAND = join(ROOT, 'examples/brand/brand.toml');
const WIDTHS = [320, 360, 768, 1280];
const folder = mkdtempSync(join(tmpdir(), 'link-'));
const register = join(folder, 'quotes.db');

const run = (...words) =>
  execFileSync(program, ['--books', BOOKS, 'register', '--register', register, '--as', 'root', ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, USER: 'root' },
  }).trim();

// Three servers for a year, in a language; the path of its link.
function sent(language) {
  const request = join(folder, 'request.toml');
  writeFileSync(request, `currency = "EUR"
service_level = "standard"
term_years = 1
program = "list"
language = "${language}"
tax = { name = "VAT", rate = "21%" }

[customer]
name = "Harbour & Sons Ltd"
org_id = "ORG-2088"
address = ["Quay 7", "1011 AB Amsterdam"]

[[holding]]
product_line = "historian"
edition = "server"
owned = 3
covered_through = 2026-05-31
`);
  const number = run('add', request);
  const link = run('send', number, '--brand', BRAND, '--base-url', 'https://quotes.example.com');
  return { number, path: new URL(link).pathname };
}

run('init', '--zone', 'Europe/Amsterdam');
const quotes = {
  open: sent('en'),
  dutch: sent('nl'),
  german: sent('de'),
  french: sent('fr'),
  accepted: sent('en'),
  declined: sent('en'),
  ended: sent('en'),
};
run('withdraw', quotes.ended.number, '--reason', 'a mistake');
const browser = await launch();
const { server, address } = await serve(program, {
  books: ['--books', BOOKS],
  words: ['--brand', BRAND, '--register', register],
});
let checks = 0;

async function open(path, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    javaScriptEnabled: false,
    ...options,
  });
  const page = await context.newPage();
  const wrong = [];
  page.on('console', (message) => {
    const expected = /status of (404|410|422)/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !expected) {
      wrong.push(message.text());
    }
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) {
      wrong.push(`asks for ${request.url()}`);
    }
  });
  const answer = await page.goto(address + path);
  const close = async () => {
    assert.deepEqual(wrong, []);
    await context.close();
  };
  return { page, answer, close };
}

const isButtonOf = (id) =>
  document.activeElement?.tagName === 'BUTTON' && document.activeElement.form?.id === id;

// From the link in the message to the acceptance, with a mistake on the way.
async function accept(viewport) {
  const { path, number } = viewport.width < 500 ? quotes.accepted : sent('en');
  const { page, close } = await open(path, { viewport, reducedMotion: 'reduce' });
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  await tabTo(page, isAt, 'name');
  await page.keyboard.type('Priya Natarajan');
  await tabTo(page, isAt, 'email');
  await page.keyboard.type('priya');
  await tabTo(page, isButtonOf, 'accept');
  await pressEnter(page);
  assert.equal(await page.evaluate(() => document.activeElement.className), 'mistakes');
  for (const id of ['email', 'agreed']) {
    const field = page.locator(`#${id}`);
    assert.equal(await field.getAttribute('aria-invalid'), 'true', id);
    const described = await field.getAttribute('aria-describedby');
    assert.ok(await page.locator(`#${described}`).isVisible(), `${id} is described`);
  }
  assert.equal(await page.locator('#name').inputValue(), 'Priya Natarajan');
  // From the list to the field, and on from there.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'email');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('priya@harbour.example');
  await tabTo(page, isAt, 'agreed');
  await page.keyboard.press('Space');
  await tabTo(page, isButtonOf, 'accept');
  await pressEnter(page);
  assert.match(await page.locator('.accepted').textContent(), /Priya Natarajan accepted it on/);
  assert.equal(await page.locator('form').count(), 0);
  assert.match(run('show', number), /accepted/);
  await close();
  checks += 1;
}

async function decline() {
  const { path, number } = quotes.declined;
  const { page, close } = await open(path, { viewport: { width: 360, height: 740 } });
  await tabTo(page, isSummaryOf, 'declining');
  await page.keyboard.press('Enter');
  await tabTo(page, isButtonOf, 'decline');
  await pressEnter(page);
  assert.equal(await page.evaluate(() => document.activeElement.className), 'mistakes');
  assert.ok(await page.locator('#reason-error').isVisible(), 'what is wrong is open');
  await tabTo(page, isAt, 'reason-price');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, isButtonOf, 'decline');
  await pressEnter(page);
  assert.match(await page.locator('h1').textContent(), /You have declined this quote/);
  assert.match(run('show', number, '--history'), /competitor/);
  await close();
  checks += 1;
}

// Sends the form as it is, to see what is wrong with it.
async function sendEmpty(page) {
  await Promise.all([page.waitForNavigation(), page.locator('#accept button').click()]);
}

const STATES = {
  open: { of: 'open', status: 200 },
  dutch: { of: 'dutch', status: 200 },
  german: { of: 'german', status: 200 },
  french: { of: 'french', status: 200 },
  wrong: { of: 'open', status: 200, act: sendEmpty },
  accepted: { of: 'accepted', status: 200 },
  declined: { of: 'declined', status: 410 },
  ended: { of: 'ended', status: 410 },
  unknown: { status: 404 },
};

async function look() {
  const problems = [];
  for (const [name, { of, status, act }] of Object.entries(STATES)) {
    const path = of ? quotes[of].path : '/q/unknown';
    for (const colorScheme of ['light', 'dark']) {
      for (const width of WIDTHS) {
        const viewport = { width, height: 900 };
        // What looks for mistakes is a script; the page has none.
        const options = { viewport, colorScheme, javaScriptEnabled: true };
        const { page, answer, close } = await open(path, options);
        assert.equal(answer.status(), status, name);
        await act?.(page);
        await page.evaluate(() => {
          document.querySelectorAll('details').forEach((one) => { one.open = true; });
        });
        const found = [...(await accessibility(page)), ...(await overflow(page))];
        problems.push(...found.map((one) => `${name} (${width} px, ${colorScheme}): ${one}`));
        checks += 1;
        if (pictures) {
          await page.evaluate(() => {
            document.querySelectorAll('details').forEach((one) => { one.open = false; });
          });
          const file = join(pictures, `link-${name}-${width}-${colorScheme}`);
          await page.screenshot({ path: `${file}.png` });
          await page.screenshot({ path: `${file}-whole.png`, fullPage: true });
        }
        await close();
      }
    }
    const body = new URLSearchParams({ token: path.slice('/q/'.length) });
    const asked = act ? { method: 'POST', body } : {};
    const digest = /name="quote_sha256" value="([0-9a-f]+)"/;
    if (act) {
      const page = await (await fetch(address + path)).text();
      body.set('quote_sha256', digest.exec(page)[1]);
    }
    const response = await fetch(address + path + (act ? '/accept' : ''), asked);
    assert.equal(response.status, act ? 422 : status, name);
    writeFileSync(join(pages, `link-${name}.html`), await response.text());
  }
  assert.deepEqual(problems, []);
}

try {
  if (pictures) {
    mkdirSync(pictures, { recursive: true });
  }
  await accept({ width: 360, height: 740 });
  await accept({ width: 1280, height: 900 });
  await decline();
  await look();
  console.log(`the page behind a link: ${checks} checks passed`);
} finally {
  await browser.close();
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
  rmSync(folder, { recursive: true });
}
