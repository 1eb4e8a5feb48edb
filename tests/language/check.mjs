// Compares how the program writes money, dates, counts and percentages with Unicode CLDR, as
// carried by Node's Intl. Reads samples as JSON on standard input; prints each difference.
let text = "";
for await (const part of process.stdin) text += part;
const { samples } = JSON.parse(text);
const locale = { en: "en-GB", "en-US": "en-US", nl: "nl", de: "de", fr: "fr" };
let wrong = 0;
for (const sample of samples) {
  const tag = locale[sample.language];
  let expected;
  if (sample.kind === "money") {
    // A text, so that no digit passes through a float.
    const style = { style: "currency", currency: sample.currency };
    expected = new Intl.NumberFormat(tag, style).format(sample.value);
  } else if (sample.kind === "count") {
    expected = new Intl.NumberFormat(tag, { useGrouping: "always" }).format(sample.value);
  } else if (sample.kind === "percent") {
    const style = { style: "percent", maximumFractionDigits: 6 };
    expected = new Intl.NumberFormat(tag, style).format(sample.value);
  } else {
    const style = { dateStyle: "long", timeZone: "UTC" };
    expected = new Intl.DateTimeFormat(tag, style).format(new Date(`${sample.value}T00:00:00Z`));
    // CLDR has no form for the first of a month, which French writes as an ordinal.
    if (sample.language === "fr") expected = expected.replace(/^1 /, "1er ");
  }
  if (expected !== sample.written) {
    wrong += 1;
    console.log(`${JSON.stringify(sample)}: CLDR writes ${JSON.stringify(expected)}`);
  }
}
console.log(`${samples.length} samples, ${wrong} differ (ICU ${process.versions.icu})`);
process.exit(wrong === 0 && samples.length > 0 ? 0 : 1);
