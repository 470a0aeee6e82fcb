// node lighthouse.mjs CHROMIUM CATEGORIES ENOUGH URL...
// Prints a line of JSON for each page: its categories, each with its score from 0 to 1 and the audits that cost points.
// Lighthouse's own settings simulate a phone on a slow network. A machine that is busy still costs points at times: a
// page whose time is taken, and that has not ENOUGH, is tried again, twice at most.
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const [chromePath, categories, enough, ...urls] = process.argv.slice(2);
const onlyCategories = categories.split(',');
const isTimed = onlyCategories.includes('performance');
const impatient = { pauseAfterFcpMs: 0, pauseAfterLoadMs: 0, networkQuietThresholdMs: 0, cpuQuietThresholdMs: 0 };
const chromeFlags = ['--headless', '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];

async function judged(url, port, tries) {
  const settings = { port, logLevel: 'error', disableFullPageScreenshot: true, onlyCategories };
  const { lhr } = await lighthouse(url, isTimed ? settings : { ...settings, ...impatient });
  const scores = Object.values(lhr.categories).map((each) => [each.id, scored(each, lhr.audits)]);
  const isEnough = scores.every(([, { score }]) => score >= Number(enough));
  return isEnough || tries === 1 ? Object.fromEntries(scores) : judged(url, port, tries - 1);
}

function scored({ score, auditRefs }, audits) {
  const weighed = auditRefs.filter(({ weight }) => weight).map(({ id }) => audits[id]);
  const costly = weighed.filter((each) => each.errorMessage || (each.score ?? 1) < 1);
  return { score, costly: costly.map((each) => `${each.id}: ${each.errorMessage ?? each.displayValue ?? each.title}`) };
}

const chrome = await launch({ chromePath, chromeFlags });
try {
  for (const url of urls) console.log(JSON.stringify(await judged(url, chrome.port, isTimed ? 3 : 1)));
} finally {
  chrome.kill();
}
