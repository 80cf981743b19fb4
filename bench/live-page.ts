/**
 * Whether the live page leaks: it runs in Chromium with a fake microphone that plays speech and, where ffmpeg and the
 * clip in ../shared/data/video are there, a fake camera, and after each garbage collection says what its JavaScript heap
 * and its nodes are, and what the whole of its process holds (workers, WebAssembly, pictures; on Linux).
 * Run: `npm run bench -- live-page`; an hour by default, MINUTES=5 shorter. Prints and stores (bench/live-page.json)
 * the figures, and fails if the heap has grown by more than 8 MB since the first of them.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { cameraFilm, make, video } from "../apps/web/e2e/film.ts";
import { begin } from "../apps/web/e2e/live-page.ts";
import { openStudio } from "../apps/web/e2e/open-studio.ts";

const minutes = Number(process.env.MINUTES ?? 60);
/** Figures, besides the first. */
const count = 12;
const mostGrownMb = 8;
const microphone = join(import.meta.dirname, "../packages/recognize/fixtures/two-phrases.wav");

/** Megabytes that the processes of pages hold; NaN where the system does not say. */
function residentMb(ids: readonly number[]): number {
	return ids.reduce((sum, id) => {
		const status = `/proc/${id}/status`;
		const [, kilobytes] = existsSync(status)
			? (/VmRSS:\s+(\d+)/.exec(readFileSync(status, "utf8")) ?? [])
			: [];
		return sum + Number(kilobytes ?? Number.NaN) / 1024;
	}, 0);
}

const folder = mkdtempSync(join(tmpdir(), "undertone-bench-"));
try {
	const camera = join(folder, "camera.mjpeg");
	const seen = existsSync(video);
	if (seen) make(...cameraFilm(video), camera);
	const studio = await openStudio({}, { microphone, ...(seen ? { camera } : {}) });
	const { page, context, server } = studio;
	const session = await context.newCDPSession(page);
	const browser = await context.browser()?.newBrowserCDPSession();
	await begin(page, server.url, { camera: seen });
	await page.locator(".bar").first().waitFor({ timeout: 120_000 });
	const figures: { seconds: number; heapMb: number; nodes: number; processMb: number }[] = [];
	const began = Date.now();
	for (let i = 0; i <= count; i++) {
		const due = began + (i * minutes * 60_000) / count;
		await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now())));
		await session.send("HeapProfiler.collectGarbage");
		const { usedSize } = await session.send("Runtime.getHeapUsage");
		const { nodes } = await session.send("Memory.getDOMCounters");
		const { processInfo } = (await browser?.send("SystemInfo.getProcessInfo")) ?? { processInfo: [] };
		const ids = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
		const figure = {
			seconds: Math.round((Date.now() - began) / 1000),
			heapMb: Number((usedSize / 2 ** 20).toFixed(2)),
			nodes,
			processMb: Math.round(residentMb(ids)),
		};
		figures.push(figure);
		console.log(
			`${String(figure.seconds).padStart(5)} s   heap ${figure.heapMb.toFixed(2)} MB   ${nodes} nodes   process ${figure.processMb} MB`,
		);
	}
	const load = `${(loadavg()[0] ?? 0).toFixed(1)} on ${cpus().length} cores`;
	console.log(`Load of the machine in the last minute: ${load}.`);
	await studio.close();
	writeFileSync(
		join(import.meta.dirname, "live-page.json"),
		`${JSON.stringify({ command: `MINUTES=${minutes} npm run bench -- live-page`, camera: seen, load, mostGrownMb, figures }, null, "\t")}\n`,
	);
	if ((figures.at(-1)?.heapMb ?? 0) - (figures[0]?.heapMb ?? 0) > mostGrownMb) process.exitCode = 1;
} finally {
	rmSync(folder, { recursive: true });
}
