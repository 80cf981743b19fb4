/**
 * `npm run screenshots`: pictures of the studio at work into docs/screenshots, wide and as on a phone, light and dark.
 *
 * Needs Chromium; for faces and the live page also ffmpeg and the clip in ../shared, whose licence does not let its
 * pictures be passed on: it is looked at, and of its pictures only the mesh is shown. What is missing is said and its
 * pictures are left as they were.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { cameraFilm, make, video } from "../apps/web/e2e/film.ts";
import { begin, headline } from "../apps/web/e2e/live-page.ts";
import { executablePath, openStudio } from "../apps/web/e2e/open-studio.ts";

const target = join(import.meta.dirname, "../docs/screenshots");
const mostBytes = 120_000;
const quality = 80;
const looks = [
	{ name: "desktop-light", width: 1280, height: 1150, colorScheme: "light" },
	{ name: "desktop-dark", width: 1280, height: 1150, colorScheme: "dark" },
	{ name: "phone-light", width: 390, height: 1100, colorScheme: "light" },
] as const;

if (executablePath === undefined) {
	console.log("Skipped: all pictures, because no Chromium was found. Set UNDERTONE_CHROMIUM.");
} else {
	await photograph();
}

async function photograph(): Promise<void> {
	mkdirSync(target, { recursive: true });
	const folder = mkdtempSync(join(tmpdir(), "undertone-screenshots-"));
	const missing = whatIsMissing();
	const camera = join(folder, "camera.mjpeg");
	const film = join(folder, "film.mp4");
	if (missing === null) {
		make(...cameraFilm(video), camera);
		make("-ss", "13", "-t", "3", "-i", video, "-an", "-c:v", "copy", film);
	}
	const studio = await openStudio({}, missing === null ? { camera } : {});
	try {
		const { page, server } = studio;
		await page.setViewportSize(looks[0]);
		await showFeatures(page, server.url);
		await takeAll(page, "features", "[aria-labelledby=in-words]", "[aria-labelledby=over-time]");
		if (missing !== null) {
			console.log(`Skipped: faces and the live page, because ${missing}.`);
			return;
		}
		await showFaces(page, server.url, film);
		await takeAll(page, "faces", ".face-grid");
		await showLive(page, server.url);
		await takeAll(page, "live", "h1");
	} finally {
		await studio.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** What the pictures with a face need and is not here, or null. */
function whatIsMissing(): string | null {
	if (spawnSync("ffmpeg", ["-version"]).status !== 0) return "ffmpeg was not found";
	return existsSync(video) ? null : "the clip shared/data/video is not there";
}

/** The features of the sample, a synthetic voice: words, contours, numbers. */
async function showFeatures(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/features`);
	await page.getByRole("button", { name: "Use a sample" }).click();
	await page.locator(".summary").waitFor({ timeout: 120_000 });
}

/** The film, looked at to its end; its own picture is taken away, the mesh stays. */
async function showFaces(page: Page, url: string, film: string): Promise<void> {
	await page.goto(`${url}/faces`);
	await page.setInputFiles("input[accept^='image']", film);
	await page.getByText(/\d+ frames were looked at/).waitFor({ timeout: 180_000 });
	await page.evaluate(`{
		const stage = document.querySelector(".face-stage");
		stage.querySelector("video").style.visibility = "hidden";
		stage.style.cssText = "background: #0d1011; border-radius: 10px";
	}`);
}

/** Voice and camera at work for a while, the own picture hidden. */
async function showLive(page: Page, url: string): Promise<void> {
	await begin(page, url, { camera: true });
	await page.getByRole("button", { name: "Hidden", exact: true }).click();
	await page.getByText(/Moves:/).waitFor({ timeout: 120_000 });
	await headline(page).filter({ hasText: "%" }).waitFor({ timeout: 120_000 });
	await page.waitForTimeout(20_000);
}

/**
 * @param from - What stands at the top of the picture.
 * @param onPhone - And on a phone.
 */
async function takeAll(page: Page, name: string, from: string, onPhone = from): Promise<void> {
	for (const look of looks) {
		const top = look.width < 500 ? onPhone : from;
		await page.setViewportSize(look);
		await page.emulateMedia({ colorScheme: look.colorScheme });
		const { y } = (await page.locator(top).boundingBox()) ?? { y: 0 };
		await page.evaluate(`scrollBy(0, ${y - 24})`);
		await page.waitForTimeout(1000);
		await take(page, `${name}-${look.name}.webp`);
	}
}

/** What the window shows, as WebP, which Chromium writes itself. */
async function take(page: Page, name: string): Promise<void> {
	const session = await page.context().newCDPSession(page);
	const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality });
	await session.detach();
	const bytes = Buffer.from(data, "base64");
	if (bytes.length > mostBytes) throw new Error(`${name} has ${bytes.length} bytes, at most ${mostBytes}.`);
	writeFileSync(join(target, name), bytes);
	console.log(`docs/screenshots/${name}: ${Math.round(bytes.length / 1000)} kB`);
}
