// Opens HTML files in a Chromium that may fetch nothing else.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

// Names of the ways a page is looked at; sizes in CSS pixels.
export const VIEWS = [
  { name: 'light', width: 1280, colorScheme: 'light' },
  { name: 'dark', width: 1280, colorScheme: 'dark' },
  { name: 'tablet', width: 768, colorScheme: 'light' },
  { name: 'phone', width: 320, colorScheme: 'light' },
  { name: 'phone-dark', width: 320, colorScheme: 'dark' },
];

export async function launch() {
  const executablePath = process.env.CHROMIUM ?? USUAL_PLACES.find((place) => existsSync(place));
  if (!executablePath) {
    throw new Error('no Chromium found; CHROMIUM names one');
  }
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath, args });
}

// Opens a file in a view; `requests` collects every address but the file's own, and none of them
// is answered.
export async function open(browser, file, view, requests = []) {
  const address = pathToFileURL(resolve(file)).href;
  const viewport = { width: view.width, height: 900 };
  const context = await browser.newContext({ viewport, colorScheme: view.colorScheme });
  const page = await context.newPage();
  await page.route('**/*', (route) => {
    if (route.request().url() === address) {
      return route.continue();
    }
    requests.push(route.request().url());
    return route.abort();
  });
  await page.goto(address);
  return page;
}
