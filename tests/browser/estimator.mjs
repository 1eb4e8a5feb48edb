// Prices a renewal, a reinstatement and a refusal on the estimator's page by keyboard alone, with
// script and without; checks every state for accessibility, the link and the PDF.
//
//   node tests/browser/estimator.mjs PROGRAM PAGES [PICTURES]
//
// The pages as they are served go to the folder PAGES, pictures of them to PICTURES.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessibility, overflow } from './accessibility.mjs';
import { launch } from './browser.mjs';
import { TABS_MAX, isAt, isSummaryOf, pressEnter, tabTo, write } from './keyboard.mjs';
import { serve } from './serve.mjs';

const [program, pages, pictures] = process.argv.slice(2);
const TODAY = '2026-11-24';
const BRAND = join(import.meta.dirname, '../../examples/brand/brand.toml');
const WIDTHS = [360, 768, 1280];

// The sample price book: 480 × 64.26 a year; 3 years at 5% less; 244 days of 365 back.
const RENEWAL = '€87,907.68';
const REINSTATEMENT = '€108,527.22';

const SHARED = `lang=en&book=citrix-css&service_level=select&term_years=3&program=enterprise-3\
&currency=EUR&quote_date=${TODAY}`;
const HOLDING = 'product_line.1=virtual-apps-desktops&edition.1=premium&owned.1=500&retire.1=20';
const STATES = {
  first: { path: '/', status: 200 },
  renewal: { path: `/?${SHARED}&${HOLDING}&covered_through.1=2026-11-30`, status: 200 },
  reinstatement: {
    path: `/?${SHARED}&start=2026-12-01&${HOLDING}&covered_through.1=2026-03-31`,
    status: 200,
  },
  dutch: {
    path: `/?${SHARED}&start=2026-12-01&${HOLDING}&covered_through.1=2026-03-31`.replace('=en', '=nl'),
    status: 200,
  },
  several: {
    path: `/?${SHARED}&start=2026-12-01&${HOLDING}&covered_through.1=2026-03-31\
&product_line.2=netscaler-vpx&edition.2=standard&owned.2=4&covered_through.2=2025-06-30`,
    status: 200,
  },
  whole: {
    path: `/?${SHARED}&start=2026-12-01&${HOLDING}&covered_through.1=2026-03-31&tax_name=BTW\
&tax_rate=21&other_product_line.1=daas&other_service_level.1=priority\
&other_covered_through.1=2027-10-31`.replace('=en', '=nl'),
    status: 200,
  },
  stood: {
    path: `/?${SHARED.replace(TODAY, '2026-08-01')}&${HOLDING}&covered_through.1=2026-09-30`,
    status: 200,
  },
  refused: {
    path: `/?${SHARED}&${HOLDING}&covered_through.1=2018-02-28`,
    status: 422,
  },
  wrong: {
    path: `/?${SHARED}&start=2026-13-01&product_line.1=virtual-apps-desktops&owned.1=5,5`,
    status: 422,
  },
};

const browser = await launch();
const { server, address } = await serve(program, {
  words: ['--quote-date', TODAY, '--brand', BRAND],
});
let checks = 0;

async function open(path, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-US',
    ...options,
  });
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => {
    // A page that is answered with 422 is not an error of the page, and a day that does not exist
    // is what a test puts in.
    const expected = /status of 422|does not conform to the required format/.test(message.text());
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

// Fills in a form from its beginning to its end by keys alone, as a person would.
async function fill(page, { edition, owned, retire, covered, program: licensing, start }) {
  const choose = async (id, value) => {
    await tabTo(page, isAt, id);
    await page.keyboard.press('Home');
    for (let count = 0; count < TABS_MAX; count += 1) {
      if ((await page.locator(`#${id}`).inputValue()) === value) {
        return;
      }
      await page.keyboard.press('ArrowDown');
    }
    assert.fail(`${id} has no ${value}`);
  };
  await choose('edition-1', edition);
  await write(page, 'owned-1', owned);
  await tabTo(page, isAt, 'covered_through-1');
  await page.keyboard.type(covered);
  await write(page, 'retire-1', retire);
  await choose('program', licensing);
  if (start) {
    await tabTo(page, isSummaryOf, 'dates');
    await page.keyboard.press('Enter');
    await tabTo(page, isAt, 'start');
    await page.keyboard.type(start);
  }
}

async function calculate(page, script) {
  if (!script) {
    await tabTo(page, () => document.activeElement?.classList.contains('calculate'), 'Calculate');
    await pressEnter(page);
  }
}

const PREMIUM = { edition: 'premium', owned: '500', retire: '20', program: 'enterprise-3' };

async function price(script) {
  const javaScriptEnabled = script;
  const total = (page) => page.locator('#answer .total');
  for (const [filled, expected] of [
    [{ ...PREMIUM, covered: '11302026' }, RENEWAL],
    [{ ...PREMIUM, covered: '03312026', start: '12012026' }, REINSTATEMENT],
  ]) {
    const { page, close } = await open('/', { javaScriptEnabled });
    await fill(page, filled);
    await calculate(page, script);
    await page.waitForFunction(
      (text) => document.querySelector('#answer .total')?.textContent === text,
      expected,
      { timeout: 5_000 },
    );
    assert.equal(await page.locator('#bar strong').textContent(), expected);
    if (script) {
      assert.match(await page.locator('#news').textContent(), new RegExp(`: ${expected}$`, 'u'));
    }
    // The link that the browser shows, elsewhere and without script, gives the same numbers.
    const link = page.url().slice(address.length);
    const elsewhere = await open(link, { javaScriptEnabled: false });
    assert.equal(await total(elsewhere.page).textContent(), expected);
    assert.equal(
      await elsewhere.page.locator('#answer .quote').innerHTML(),
      await page.locator('#answer .quote').innerHTML(),
    );
    await elsewhere.close();
    await close();
    checks += 1;
  }
}

async function refuse(script) {
  const { page, close } = await open('/', { javaScriptEnabled: script });
  await fill(page, { ...PREMIUM, covered: '02282018' });
  await calculate(page, script);
  await page.waitForSelector('#answer [data-code="reinstatement-not-offered"]');
  const field = page.locator('#covered_through-1');
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  const described = await field.getAttribute('aria-describedby');
  assert.match(await page.locator(`#${described}`).textContent(), /reinstatement is no longer available/);
  assert.equal(await page.locator('table.section-buying-new').count(), 1);
  const focus = () => page.evaluate(() => document.activeElement?.className);
  if (script) {
    assert.notEqual(await focus(), 'mistakes', 'an answer that follows must not take the focus');
  } else {
    assert.equal(await focus(), 'mistakes', 'the summary takes the focus');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'covered_through-1');
  }
  await close();
  checks += 1;
}

async function mend(script) {
  const { page, close } = await open(STATES.wrong.path, { javaScriptEnabled: script });
  assert.equal(await page.evaluate(() => document.activeElement?.className), 'mistakes');
  for (const id of ['edition-1', 'owned-1', 'covered_through-1', 'start']) {
    assert.equal(await page.locator(`#${id}`).getAttribute('aria-invalid'), 'true', id);
    assert.ok(await page.locator(`#${id}`).isVisible(), `${id} is seen`);
  }
  await close();
  checks += 1;
}

// Enter in a field calculates, and presses none of the other buttons.
async function enter(script) {
  const { page, close } = await open(STATES.several.path, { javaScriptEnabled: script });
  await tabTo(page, isAt, 'owned-1');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('600');
  await pressEnter(page);
  assert.equal(await page.locator('fieldset[id^=holding-]').count(), 2);
  assert.equal(await page.locator('#owned-1').inputValue(), '600');
  assert.ok(!/[?&](add|remove)=/.test(page.url()));
  await close();
  checks += 1;
}

// Another product brings its own lists; a second holding comes and goes.
async function lists(script) {
  const { page, close } = await open(STATES.renewal.path, { javaScriptEnabled: script });
  const editions = () =>
    page.locator('#edition-1 option').evaluateAll((all) => all.map((one) => one.value));
  assert.ok((await editions()).includes('premium'));
  await page.locator('#product_line-1').selectOption('xenserver');
  if (script) {
    await page.waitForFunction(() => !document.querySelector('#edition-1 [value=premium]'));
  } else {
    await page.locator('.calculate').click();
  }
  assert.ok(!(await editions()).includes('premium'));
  assert.equal(await page.locator('#answer .total').count(), 1);
  await tabTo(page, isAt, 'add');
  await pressEnter(page);
  assert.equal(await page.locator('fieldset[id^=holding-]').count(), 2);
    assert.equal(await page.locator('#answer .holdings tr.name').count(), 2);
  assert.match(page.url(), /#holding-2$/);
  const remove = page.locator('#holding-1 button[name=remove]');
  await remove.focus();
  await pressEnter(page);
  assert.equal(await page.locator('fieldset[id^=holding-]').count(), 1);
  assert.ok(!/[?&](add|remove)=/.test(page.url()));
  await close();
  checks += 1;
}

// How a count and a total are written, by language. 1,250 × 510.00 × 18% are 114,750.00.
const WAYS = {
  en: { count: '1,250', day: '11302026', total: '€114,750.00' },
  'en-US': { count: '1,250', day: '11302026', total: '€114,750.00' },
  nl: { count: '1.250', day: '11302026', total: '€ 114.750,00' },
  de: { count: '1.250', day: '11302026', total: '114.750,00 €' },
  fr: { count: '1 250', day: '11302026', total: '114 750,00 €' },
};
const plain = (text) => text.replaceAll(/\s/gu, ' ');

// From a blank page to an estimate: by keyboard alone, without script, on a phone, in a language.
// What a word means opens on the way, and nothing that has the focus lies below the bar.
async function first(language) {
  const { count, day, total } = WAYS[language];
  const viewport = { width: 360, height: 740 };
  // Where something is can be asked once nothing moves any more.
  const still = { javaScriptEnabled: false, viewport, reducedMotion: 'reduce' };
  const { page, close } = await open(`/?lang=${language}`, still);
  const isMeaningOf = (id) =>
    document.activeElement?.tagName === 'SUMMARY' &&
    document.activeElement.closest('.field')?.querySelector(`#${id}`) !== null;
  const seen = async (what) => {
    const covered = await page.evaluate(() => {
      const { top, bottom, left } = document.activeElement.getBoundingClientRect();
      const bar = document.getElementById('bar').getBoundingClientRect();
      return top < 0 || bottom > innerHeight || (bottom > bar.top && left < bar.right);
    });
    assert.ok(!covered, `${language}: ${what} is in view`);
  };
  const choose = async (id, value) => {
    await tabTo(page, isAt, id);
    await seen(id);
    await page.keyboard.press('Home');
    for (let tries = 0; (await page.locator(`#${id}`).inputValue()) !== value; tries += 1) {
      assert.ok(tries < TABS_MAX, `${id} has ${value}`);
      await page.keyboard.press('ArrowDown');
    }
  };
  await choose('edition-1', 'premium');
  await tabTo(page, isMeaningOf, 'owned-1');
  await seen('a mark');
  await page.keyboard.press('Enter');
  const meaning = page.locator('.field:has(#owned-1) .meaning p');
  assert.ok(await meaning.isVisible(), 'its meaning opens');
  await tabTo(page, isAt, 'owned-1');
  await page.keyboard.press('Control+A');
  await page.keyboard.type(count);
  await tabTo(page, isAt, 'covered_through-1');
  await page.keyboard.type(day);
  await choose('service_level', 'select');
  await choose('term_years', '1');
  await choose('program', 'easy');
  await tabTo(page, () => document.activeElement?.classList.contains('calculate'), 'Calculate');
  await seen('Calculate');
  await pressEnter(page);
  assert.equal(plain(await page.locator('#bar strong').textContent()), total);
  assert.ok(await page.locator('#bar strong').isVisible(), 'the total is in view');
  assert.equal(await page.locator('#owned-1').inputValue(), '1250');
  assert.match(await page.locator('.stands').textContent(), /24/u);
  for (const part of ['#section-benefits', '#section-conditions']) {
    const fold = page.locator(`details:has(> summary ${part})`);
    assert.equal(await fold.evaluate((one) => one.open), false, `${part} is folded`);
  }
  await tabTo(page, isAt, 'pdf');
  await seen('the PDF');
  // The way ends at a person.
  await tabTo(page, isAt, 'ask');
  await seen('the next step');
  assert.match(await page.locator('#ask').getAttribute('href'), /owned.1%3D1250/u);
  await close();
  checks += 1;
}

// At 1280 × 800 the answer stays in view, whatever of the form is, and the form has no scroll.
async function inView() {
  const still = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' };
  const { page, close } = await open(STATES.whole.path, still);
  const scrolls = await page.locator('#form').evaluate((form) => {
    const { overflowY } = getComputedStyle(form);
    return overflowY !== 'visible' || form.scrollHeight > form.clientHeight + 1;
  });
  assert.ok(!scrolls, 'the form does not scroll inside itself');
  const controls = page.locator('#form :is(select, input:not([type=hidden]), .calculate)');
  for (const control of await controls.all()) {
    if (!(await control.isVisible())) {
      continue;
    }
    await control.focus();
    const found = await control.evaluate((one) => {
      const inside = (box) => box.top >= 0 && box.bottom <= innerHeight;
      const total = document.querySelector('#answer .total').getBoundingClientRect();
      return { id: one.id, self: inside(one.getBoundingClientRect()), total: inside(total) };
    });
    assert.ok(found.self && found.total, JSON.stringify(found));
  }
  // What is folded on a screen is there on paper.
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('table.benefits').isVisible(), 'paper shows the services');
  assert.ok(await page.locator('.conditions dl').isVisible(), 'paper shows the conditions');
  assert.ok(!(await page.locator('#form').isVisible()), 'paper has no form');
  await close();
  checks += 1;
}

// A contract that runs elsewhere comes and goes by keyboard, and is counted.
async function elsewhere(script) {
  const { page, close } = await open(STATES.reinstatement.path, { javaScriptEnabled: script });
  await tabTo(page, isSummaryOf, 'elsewhere');
  await page.keyboard.press('Enter');
  await tabTo(page, isAt, 'add-contract');
  await pressEnter(page);
  assert.match(page.url(), /#contract-1$/);
  await page.locator('#other_service_level-1').selectOption('priority');
  if (!script) {
    await page.locator('.calculate').click();
  }
  await page.waitForSelector('#answer #service-level-mismatch');
  const remove = page.locator('button[name=remove_contract]');
  await remove.focus();
  await pressEnter(page);
  assert.equal(await page.locator('fieldset[id^=contract-]').count(), 0);
  await close();
  checks += 1;
}

async function pdf() {
  const folder = mkdtempSync(join(tmpdir(), 'estimator-'));
  writeFileSync(join(folder, 'request.toml'), `book = "citrix-css"
quote_date = ${TODAY}
start = 2026-12-01
currency = "EUR"
service_level = "select"
term_years = 3
program = "enterprise-3"

[[holding]]
product_line = "virtual-apps-desktops"
edition = "premium"
owned = 500
retire = 20
covered_through = 2026-03-31
`);
  const file = join(folder, 'quote.pdf');
  execFileSync(program, ['quote', join(folder, 'request.toml'), '--brand', BRAND, '--pdf', file]);
  const { page, close } = await open(STATES.reinstatement.path);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('#pdf').click(),
  ]);
  const saved = join(folder, 'saved.pdf');
  await download.saveAs(saved);
  assert.ok(readFileSync(saved).equals(readFileSync(file)), 'the PDF of the command line');
  await close();
  rmSync(folder, { recursive: true });
  checks += 1;
}

async function copy() {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const { page, close } = await open(STATES.reinstatement.path, { permissions });
  await page.locator('#copy').click();
  await page.waitForFunction(() => document.getElementById('news').textContent !== '');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, address + STATES.reinstatement.path);
  await close();
  checks += 1;
}

// The way to a person: a mail that holds the link, and follows the form where there is script.
async function nextStep(script) {
  const { page, close } = await open(STATES.reinstatement.path, { javaScriptEnabled: script });
  const mail = async () => {
    const { protocol, pathname, search } = new URL(await page.locator('#ask').getAttribute('href'));
    assert.equal(protocol + pathname, 'mailto:sales@northlight.example');
    assert.ok(!search.includes('+'), 'a plus is a plus in a mail');
    return new URLSearchParams(search);
  };
  assert.match((await mail()).get('subject'), /^Request for a quote: Estimate/);
  const end = `\r\n\r\n${address}${STATES.reinstatement.path}\r\n`;
  assert.ok((await mail()).get('body').endsWith(end));
  if (script) {
    await page.locator('#owned-1').fill('700');
    await page.waitForFunction(() => document.getElementById('ask').href.includes('%3D700'));
    assert.match((await mail()).get('body'), /owned\.1=700&/);
  }
  await tabTo(page, isAt, 'ask');
  const logo = await page.locator('.issuer .logo').evaluate((one) => one.naturalWidth);
  assert.ok(logo > 0, 'the logo is there');
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('.issuer .logo').isVisible(), 'the logo is on paper');
  assert.ok(await page.locator('.issuer span').isVisible(), 'the issuer is on paper');
  for (const one of ['#ask', 'nav', '#form']) {
    assert.ok(!(await page.locator(one).isVisible()), `${one} is not on paper`);
  }
  await close();
  checks += 1;
}

async function look() {
  const problems = [];
  for (const [name, { path, status }] of Object.entries(STATES)) {
    const response = await fetch(address + path);
    assert.equal(response.status, status, name);
    writeFileSync(join(pages, `${name}.html`), await response.text());
    for (const colorScheme of ['light', 'dark']) {
      for (const width of [320, ...WIDTHS]) {
        const viewport = { width, height: 900 };
        const { page, close } = await open(path, { viewport, colorScheme });
        for (const details of await page.locator('details').all()) {
          await details.evaluate((one) => { one.open = true; });
        }
        // What lies below the bar that stays in view cannot be judged while it does.
        await page.evaluate(() => { document.getElementById('bar').style.position = 'static'; });
        const found = [...(await accessibility(page)), ...(await overflow(page))];
        problems.push(...found.map((one) => `${name} (${width} px, ${colorScheme}): ${one}`));
        checks += 1;
        if (pictures && WIDTHS.includes(width)) {
          await page.evaluate(() => {
            document.getElementById('bar').style.position = '';
            document.querySelectorAll('#answer details').forEach((one) => { one.open = false; });
          });
          const file = join(pictures, `${name}-${width}-${colorScheme}`);
          await page.screenshot({ path: `${file}.png` });
          await page.screenshot({ path: `${file}-whole.png`, fullPage: true });
        }
        await close();
      }
    }
  }
  assert.deepEqual(problems, []);
}

try {
  if (pictures) {
    mkdirSync(pictures, { recursive: true });
  }
  for (const script of [true, false]) {
    await price(script);
    await refuse(script);
    await mend(script);
    await enter(script);
    await lists(script);
    await nextStep(script);
    await elsewhere(script);
  }
  for (const language of Object.keys(WAYS)) {
    await first(language);
  }
  await inView();
  await pdf();
  await copy();
  await look();
  console.log(`the estimator's page: ${checks} checks passed`);
} finally {
  await browser.close();
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
}
