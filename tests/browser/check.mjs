// Checks each file in each view: no accessibility rule broken, no sideways scroll, no request, no
// script. Prints what is wrong and exits with 1.
import { accessibility, overflow } from './accessibility.mjs';
import { VIEWS, launch, open } from './browser.mjs';

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
