import { execFileSync } from "node:child_process";
import {
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { linearModelFile } from "@undertone/recognize/testing";
import { chromium } from "playwright-core";
import { build, createServer, preview } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "./chromium.ts";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "undertone-package-"));
const installed = join(folder, "node_modules/undertone");
const fixture = join(root, "packages/audio/fixtures/speech-fixture.flac");
const browser = findChromium();

/** What both worlds compute: features of a clip, and what a model says of it. */
const sharedCode = `
import { createSpeechRecognizer, decodeToMono, getFeatureSet, loadModel } from "undertone";
import { telephoneBand } from "undertone/speech/augment";

export async function work(clip, model) {
	const { signal, source } = await decodeToMono(clip, { name: "clip.flac" });
	const set = getFeatureSet("undertone");
	const features = [...set.extract(signal).data].map((x) => (Number.isNaN(x) ? null : x));
	const recognizer = createSpeechRecognizer({ model: await loadModel(model) });
	const { label, scores, duration } = await recognizer.analyze(signal);
	await recognizer.release();
	return { codec: source.format.codec, features, label, scores, duration, telephone: telephoneBand(signal).length };
}
`;

interface Work {
	readonly codec: string;
	readonly features: (number | null)[];
	readonly scores: Record<string, number>;
	readonly duration: number;
	readonly telephone: number;
}

/** Packs the library as \`npm pack\` does, and puts it with its declared dependencies into an empty project. */
beforeAll(() => {
	const npm = process.platform === "win32" ? "npm.cmd" : "npm";
	execFileSync(npm, ["pack", "--workspace", "undertone", "--pack-destination", folder], {
		cwd: root,
		stdio: "ignore",
		shell: process.platform === "win32",
	});
	const archive = readdirSync(folder).find((name) => name.endsWith(".tgz")) as string;
	execFileSync("tar", ["-xzf", archive], { cwd: folder });
	mkdirSync(dirname(installed), { recursive: true });
	execFileSync(
		process.execPath,
		["-e", `require("node:fs").renameSync("package", ${JSON.stringify(installed)})`],
		{
			cwd: folder,
		},
	);
	const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as {
		dependencies: Record<string, string>;
	};
	// The registry is not asked: what is declared, and nothing else, is linked from the workspace.
	for (const name of Object.keys(manifest.dependencies)) {
		mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
		symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name), "junction");
	}
	writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
	writeFileSync(join(folder, "work.js"), sharedCode);
	mkdirSync(join(folder, "public"));
	copyFileSync(fixture, join(folder, "public/clip.flac"));
	writeFileSync(
		join(folder, "public/model.onnx"),
		linearModelFile({ weights: { angry: { f0_mean: 0.01 } } }),
	);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function workInNode(): Work {
	const main = `
import { readFileSync } from "node:fs";
import { work } from "./work.js";
const read = (name) => new Uint8Array(readFileSync(name));
console.log(JSON.stringify(await work(read("public/clip.flac"), read("public/model.onnx"))));
process.exit(0);
`;
	writeFileSync(join(folder, "main.js"), main);
	const output = execFileSync(process.execPath, ["main.js"], { cwd: folder, encoding: "utf8" });
	return JSON.parse(output.trim().split("\n").at(-1) as string) as Work;
}

describe("the package undertone", () => {
	it("holds JavaScript with declarations, and no TypeScript source", () => {
		const files = readdirSync(join(installed, "dist"), { recursive: true }).map(String);
		expect(files.filter((name) => /(?<!\.d)\.tsx?$/.test(name))).toEqual([]);
		expect(files.filter((name) => /\.test\.|testing/.test(name))).toEqual([]);
		const scripts = files.filter((name) => name.endsWith(".js"));
		for (const name of scripts) expect(files).toContain(name.replace(/\.js$/, ".d.ts"));
	});

	it("works in an empty Node project", () => {
		const { codec, features, scores, duration, telephone } = workInNode();
		expect(codec).toBe("flac");
		expect(duration).toBeCloseTo(29_230 / 16_000, 6);
		expect(telephone).toBe(29_230);
		expect(features.filter((x) => x !== null).length).toBeGreaterThan(features.length / 2);
		expect(Object.values(scores).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
	});

	it("carries the models that ship, each with its card", async () => {
		const shipped = readdirSync(join(root, "models")).filter((name) => name.endsWith(".onnx"));
		for (const name of shipped) {
			const card = join(installed, "dist/models", name.replace(/\.onnx$/, ".md"));
			expect(readFileSync(card, "utf8").length).toBeGreaterThan(100);
			const main = `
import { loadModel } from "undertone";
import { readModel } from "undertone/node";
const bytes = await readModel(${JSON.stringify(name.replace(/\.onnx$/, ""))});
console.log(${name === "speech.onnx"} ? (await loadModel(bytes)).metadata.task : bytes.length);
process.exit(0);
`;
			writeFileSync(join(folder, "model.js"), main);
			const task = execFileSync(process.execPath, ["model.js"], { cwd: folder, encoding: "utf8" });
			if (name === "speech.onnx") expect(task.trim()).toBe("speech-emotion");
		}
	});

	it("has declarations that the strict compiler takes, without skipping any", () => {
		const code = `
import { decodeToMono, type FeatureSet, getFeatureSet, type SpeechAnalysis } from "undertone";
import { createBrowserFallback } from "undertone/browser";
import type { AudioClip } from "undertone/audio";
import { createFfmpegFallback, readModel } from "undertone/node";
import { gain } from "undertone/speech/augment";
export const mono = decodeToMono(new Uint8Array(3), { fallback: createFfmpegFallback({ timeout: 3 }) });
export const set: FeatureSet = getFeatureSet("undertone");
export const later: (SpeechAnalysis | AudioClip)[] = [];
export const fallback = createBrowserFallback();
export const model: Promise<Uint8Array> = readModel();
// @ts-expect-error A word is no number of decibels.
gain(new Float32Array(1), { db: "loud" });
`;
		writeFileSync(join(folder, "types.ts"), code);
		const compiler = join(root, "node_modules/typescript/bin/tsc");
		const options = "--noEmit --strict --module nodenext --target es2023 --lib es2023,dom --types".split(" ");
		const run = (): string =>
			execFileSync(
				process.execPath,
				[compiler, ...options, "node", "--typeRoots", join(root, "node_modules/@types"), "types.ts"],
				{
					cwd: folder,
					encoding: "utf8",
				},
			);
		expect(run()).toBe("");
	}, 60_000);

	it.skipIf(browser === undefined).each(["built", "served while it is developed"])(
		`works in an empty Vite page, %s${browser === undefined ? " (skipped: no Chromium was found)" : ""}`,
		async (how) => {
			const page = `
import { work } from "./work.js";
import { createBrowserFallback } from "undertone/browser";
const read = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
work(await read("clip.flac"), await read("model.onnx"))
	.then((result) => (globalThis.result = { ...result, fallback: createBrowserFallback().name }))
	.catch((error) => (globalThis.result = { error: String(error.stack ?? error) }));
`;
			writeFileSync(
				join(folder, "index.html"),
				'<!doctype html><script type="module" src="./page.js"></script>',
			);
			writeFileSync(join(folder, "page.js"), page);
			const site = await (how === "built" ? serveBuilt() : serveSources());
			const result = await openPage(site.address).finally(site.close);
			expect(result.error).toBeUndefined();
			expect(result.fallback).toBe("this browser");
			const node = workInNode();
			const numbers = (values: (number | null)[]): number[] => values.map((x) => x ?? Number.NaN);
			expect(numbers(result.features)).toBeCloseToArray(numbers(node.features), { rtol: 1e-4, atol: 1e-4 });
			expect(result.scores.angry).toBeCloseTo(node.scores.angry as number, 4);
		},
		120_000,
	);
});

interface Site {
	readonly address: string;
	readonly close: () => Promise<void>;
}

async function serveBuilt(): Promise<Site> {
	const options = { root: folder, logLevel: "error", configFile: false } as const;
	await build({ ...options, build: { target: "es2022", chunkSizeWarningLimit: 100_000 } });
	const server = await preview({ ...options, preview: { port: 0 } });
	return { address: server.resolvedUrls?.local[0] as string, close: () => server.close() };
}

async function serveSources(): Promise<Site> {
	// The dependencies are linked from the workspace, which lies outside the page's folder.
	const fs = { allow: [folder, root] };
	const server = await createServer({
		root: folder,
		logLevel: "error",
		configFile: false,
		server: { port: 0, fs },
	});
	await server.listen();
	return { address: server.resolvedUrls?.local[0] as string, close: () => server.close() };
}

async function openPage(address: string): Promise<Work & { error?: string; fallback: string }> {
	const arguments_ = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];
	const window = await chromium.launch({ executablePath: browser as string, args: arguments_ });
	try {
		const tab = await window.newPage();
		await tab.goto(address);
		await tab.waitForFunction("globalThis.result !== undefined", undefined, { timeout: 60_000 });
		return (await tab.evaluate("globalThis.result")) as Work & { error?: string; fallback: string };
	} finally {
		await window.close();
	}
}
