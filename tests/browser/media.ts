/** Which of the addresses a page may load as images, as the browser reads the headers it was served with. */

import { given, run } from "./browser.ts";

const { page: address, images } = given<{ page: string; images: string[] }>();

await run(async (browser) => {
  const page = await browser.newPage();
  await page.goto(address);
  const loads = (url: string): Promise<boolean> =>
    page.evaluate(
      (source) =>
        new Promise<boolean>((done) => {
          const image = new Image();
          image.onload = () => done(true);
          image.onerror = () => done(false);
          image.src = source;
        }),
      url,
    );
  return { loaded: await Promise.all(images.map(loads)) };
});
