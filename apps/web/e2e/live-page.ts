import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

/** Starts a session. */
export async function begin(
	page: Page,
	url: string,
	{ neutral = false, camera = false, microphone = true } = {},
): Promise<void> {
	await page.goto(`${url}/live`);
	if (camera) await page.getByRole("checkbox", { name: "Camera" }).click();
	if (!microphone) await page.getByRole("checkbox", { name: "Microphone" }).click();
	const box = page.getByLabel(/Begin with 20 seconds/);
	if ((await box.isChecked()) !== neutral) await box.click();
	await page.getByRole("button", { name: "Start" }).click();
}

/** What it sounds or looks like now. */
export const headline = (page: Page) => page.getByTestId("now");
/** An answer about a voice. */
export const answered = /^(Sounds most like .+ \(\d+ %\)|Not sure)$/;

/** Milliseconds within which half and 95 % lie, and how many there are, from the table of measurements. */
export async function measured(page: Page, id: string): Promise<{ p50: number; p95: number; count: number }> {
	const cells = await page.getByTestId(id).locator("td").allTextContents();
	const [p50, p95] = [cells[1] ?? "", cells[2] ?? ""].map(Number.parseFloat) as [number, number];
	return { p50, p95, count: Number(cells[3]) };
}

/** What a button downloads. */
export async function exported(page: Page, name: string): Promise<string> {
	const [download] = await Promise.all([
		page.waitForEvent("download"),
		page.getByRole("button", { name, exact: true }).click(),
	]);
	return readFileSync(await download.path(), "utf8");
}
