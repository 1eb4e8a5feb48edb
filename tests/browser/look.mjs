// Makes pictures of each file in each view, and the PDF that a browser prints, to be looked at.
//
//   node tests/browser/look.mjs FOLDER FILE...
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { VIEWS, launch, open } from './browser.mjs';

const [folder, ...files] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const file of files) {
  const name = join(folder, basename(file, '.html'));
  for (const view of VIEWS) {
    const page = await open(browser, file, view);
    await page.screenshot({ path: `${name}-${view.name}.png`, fullPage: true });
    if (view.name === 'dark') {
      // Printed from the dark view on purpose: paper stays light.
      await page.pdf({ path: `${name}.pdf`, preferCSSPageSize: true, tagged: true });
    }
    await page.context().close();
  }
}
await browser.close();
