// Checks each file in each view: no accessibility rule broken, no sideways scroll, no request, no
// script. Prints what is wrong and exits with 1.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { VIEWS, launch, open } from './browser.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// What assistive technology would trip over.
async function accessibility(page) {
  // Evaluated through the debugger, because the page's own policy lets no script in.
  await page.evaluate(axeSource);
  const result = await page.evaluate(
    (rules) => window.axe.run({ runOnly: { type: 'tag', values: rules } }),
    RULES,
  );
  const places = (found) => found.nodes.map((node) => node.target.join(' ')).join('; ');
  // axe cannot compute the contrast of text in a picture: its grounds are shapes, not boxes. Those
  // colours are the palette's, whose contrast has a test of its own.
  const outsidePictures = (found) => ({
    ...found,
    nodes: found.nodes.filter((node) => !/^<(text|tspan)\b/.test(node.html)),
  });
  const broken = result.violations.map((found) => `${found.id}: ${found.help}: ${places(found)}`);
  // A contrast that cannot be computed must not pass unseen.
  const unsure = result.incomplete
    .filter((found) => found.id === 'color-contrast')
    .map(outsidePictures)
    .filter((found) => found.nodes.length > 0)
    .map((found) => `${found.id} not computable: ${places(found)}`);
  return [...broken, ...unsure];
}

// Elements that reach beyond the right edge of the window.
async function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) {
      return [];
    }
    const wide = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`);
    return [`scrolls sideways at ${width} px: ${[...new Set(wide)].slice(0, 5).join(', ')}`];
  });
}

// What a document that stands on its own must not have.
async function foreign(page, requests) {
  const forbidden =
    'script, link, iframe, object, embed, form, [style], [onload], [onclick], ' +
    'img:not([src^="data:"])';
  const found = await page.locator(forbidden).evaluateAll((elements) =>
    elements.map((element) => element.outerHTML.slice(0, 80)),
  );
  // A logo that the page's own policy keeps out leaves a hole.
  const unseen = await page.evaluate(() =>
    [...document.images]
      .filter((image) => !image.complete || image.naturalWidth === 0)
      .map((image) => image.outerHTML.slice(0, 80)),
  );
  return [
    ...unseen.map((element) => `does not show ${element}`),
    ...requests.map((address) => `asks for ${address}`),
    ...found.map((element) => `has ${element}`),
  ];
}

const browser = await launch();
let wrong = 0;
for (const file of process.argv.slice(2)) {
  for (const view of VIEWS) {
    const requests = [];
    const page = await open(browser, file, view, requests);
    const problems = [
      ...(await foreign(page, requests)),
      ...(await overflow(page)),
      ...(await accessibility(page)),
    ];
    for (const problem of problems) {
      console.error(`${file} (${view.name}): ${problem}`);
    }
    wrong += problems.length;
    await page.context().close();
  }
}
await browser.close();
console.log(`${process.argv.length - 2} files in ${VIEWS.length} views: ${wrong} problems`);
process.exitCode = wrong === 0 ? 0 : 1;
