import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analysisSchema, savedAnalysisSchema } from "@undertone/api";
import { decodeToMono, encodeWav } from "@undertone/audio";
import { createSpeechRecognizer, loadModel } from "@undertone/recognize";
import { linearModelFile } from "@undertone/recognize/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { form } from "../../testing/form.ts";
import { startTestServer, type TestServer, type TestUser } from "../../testing/test-server.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-model-"));
const model = join(folder, "model.onnx");
const speech = join(import.meta.dirname, "../../../../../packages/recognize/fixtures/two-phrases.wav");
let server: TestServer;
let user: TestUser;
beforeAll(async () => {
	mkdirSync(folder, { recursive: true });
	const weights = { happy: { f0_mean: 1 } };
	const mean = (name: string) => (name === "f0_mean" ? 23.5 : 0);
	writeFileSync(model, linearModelFile({ labels: ["neutral", "happy"], weights, mean }));
	server = await startTestServer({ model, maxDuration: 10 });
	user = await server.register();
}, 60_000);
afterAll(async () => {
	await server.close();
	rmSync(folder, { recursive: true, force: true });
});

const send = (bytes: Uint8Array, fields: Record<string, string> = {}, name = "speech.wav") =>
	user.request({ method: "POST", url: "/api/v1/analyses", ...form(fields, { name, bytes }) });
const codeOf = (response: { statusCode: number; json(): unknown }) => [
	response.statusCode,
	(response.json() as { error: { code: string } }).error.code,
];

describe("analysis of an upload", () => {
	it("gives the scores that the library gives", async () => {
		const bytes = await readFile(speech);
		const response = await send(bytes);
		expect(response.statusCode).toBe(201);
		const { analysis } = savedAnalysisSchema.parse(response.json());
		const { signal } = await decodeToMono(bytes);
		const recognizer = createSpeechRecognizer({ model: await loadModel(await readFile(model)) });
		const expected = await recognizer.analyze(signal);
		await recognizer.release();
		expect(analysis.result.scores).toEqual(expected.scores);
		expect(analysis.result).toMatchObject({ segments: [{ label: "neutral" }, { label: "happy" }] });
		expect(analysis).toMatchObject({
			source: "server",
			recordingKept: false,
			file: {
				name: "speech.wav",
				size: bytes.length,
				container: "wav",
				codec: "pcm_s16",
				sampleRate: 16_000,
			},
		});
		expect(analysis.peaks).toHaveLength(2000);
	});

	it("keeps the recording when that was ticked, and the result out of the history when that was wished", async () => {
		const bytes = await readFile(speech);
		const { analysis } = savedAnalysisSchema.parse((await send(bytes, { keepRecording: "true" })).json());
		expect(analysis.recordingKept).toBe(true);
		const unsaved = savedAnalysisSchema.parse((await send(bytes, { saveHistory: "false" })).json());
		expect(unsaved.saved).toBe(false);
		analysisSchema.parse(unsaved.analysis);
		const gone = await user.request({ url: `/api/v1/analyses/${unsaved.analysis.id}` });
		expect(gone.statusCode).toBe(404);
	});

	it("names no label for silence, and says why", async () => {
		const response = await send(encodeWav(new Float32Array(48_000), 16_000));
		const { analysis } = savedAnalysisSchema.parse(response.json());
		expect(analysis.result).toMatchObject({ label: null, scores: null, notSure: true, reasons: ["silence"] });
		expect(analysis.file).toMatchObject({ level: { peakDb: null } });
	});

	it.each([
		["an empty file", new Uint8Array(), 422, "file-empty"],
		["text named .wav", Buffer.from("just some words\n".repeat(20)), 415, "audio-unknown-format"],
		[
			"eleven seconds where ten are allowed",
			encodeWav(new Float32Array(88_000), 8000),
			413,
			"audio-too-long",
		],
		["a WAV file without samples", encodeWav(new Float32Array(1), 8000).subarray(0, 44), 422, "audio-empty"],
	])("refuses %s", async (_, bytes, status, code) => {
		expect(codeOf(await send(bytes))).toEqual([status, code]);
	});

	it("refuses a speaker profile that is none", async () => {
		const refused = await send(await readFile(speech), { profile: "{}" });
		expect(codeOf(refused)).toEqual([400, "invalid-request"]);
	});

	it("refuses a speaker profile of another model, and says what was wanted and what was given", async () => {
		const other = { name: "speech@0", sha256: "0".repeat(64) };
		const refused = await send(await readFile(speech), {
			profile: JSON.stringify({ format: 3, features: "undertone@1", model: other }),
		});
		expect(codeOf(refused)).toEqual([400, "invalid-request"]);
		expect(refused.body).toMatch(
			/must be made with the model in use, .*got one made with .*speech@0.*Make it anew with this model/,
		);
	});

	it("lets the server answer others meanwhile", async () => {
		const bytes = await readFile(speech);
		let waiting = true;
		const analyses = Promise.all([send(bytes), send(bytes), send(bytes)]).finally(() => {
			waiting = false;
		});
		const times: number[] = [];
		while (waiting) {
			const began = performance.now();
			await server.app.inject({ url: "/api/v1/health" });
			times.push(performance.now() - began);
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		await analyses;
		times.sort((a, b) => a - b);
		expect(times.length).toBeGreaterThan(3);
		// A machine that runs other things may pause now and then: the median counts.
		expect(times[Math.floor(times.length / 2)]).toBeLessThan(100);
	});
});

describe("the model", () => {
	it("is served as it is, with what it says of itself", async () => {
		const { models } = (await server.app.inject({ url: "/api/v1/models" })).json();
		expect(models).toMatchObject([{ name: "linear-test@1", labels: ["neutral", "happy"], card: null }]);
		const file = await server.app.inject({ url: "/models/speech.onnx" });
		expect(file.rawPayload.equals(await readFile(model))).toBe(true);
		const again = await server.app.inject({
			url: "/models/speech.onnx",
			headers: { "if-none-match": String(file.headers.etag) },
		});
		expect(again.statusCode).toBe(304);
		expect((await server.app.inject({ url: "/api/v1/config" })).json()).toMatchObject({
			serverAnalysis: true,
		});
	});

	it("of the voice and that of the face have their cards, and a missing one is not found", async () => {
		const voice = join(folder, "carded.onnx");
		const face = join(folder, "face.md");
		const shown = await startTestServer({ model: voice, faceCard: face });
		const card = (name: string) => shown.app.inject({ url: `/models/${name}.md` });
		for (const name of ["speech", "face"]) {
			expect(codeOf(await card(name))).toEqual([404, "not-found"]);
		}
		writeFileSync(join(folder, "carded.md"), "# speech@0\n");
		writeFileSync(face, "# face@0\n");
		expect((await card("speech")).body).toBe("# speech@0\n");
		const answer = await card("face");
		expect(answer.headers["content-type"]).toBe("text/markdown; charset=utf-8");
		expect(answer.body).toBe("# face@0\n");
		await shown.close();
	});

	it("that is cut short is as good as none, and says so", async () => {
		const cut = join(folder, "cut.onnx");
		writeFileSync(cut, (await readFile(model)).subarray(0, 500));
		const broken = await startTestServer({ model: cut });
		expect((await broken.app.inject({ url: "/api/v1/config" })).json()).toMatchObject({
			serverAnalysis: false,
		});
		expect((await broken.app.inject({ url: "/models/speech.onnx" })).statusCode).toBe(404);
		const person = await broken.register();
		const bytes = await readFile(speech);
		const refused = await person.request({
			method: "POST",
			url: "/api/v1/analyses",
			...form({}, { name: "speech.wav", bytes }),
		});
		expect(codeOf(refused)).toEqual([503, "no-model"]);
		await broken.close();
	});
});
