import { readdirSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import {
	type Analysis,
	analysisPageSchema,
	analysisSchema,
	type NewAnalysis,
	savedAnalysisSchema,
} from "@undertone/api";
import { encodeWav } from "@undertone/audio";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { form } from "../../testing/form.ts";
import { facesMadeInThePage, liveMadeInThePage, madeInThePage } from "../../testing/made-in-the-page.ts";
import { startTestServer, type TestServer, type TestUser } from "../../testing/test-server.ts";

let server: TestServer;
let user: TestUser;
let other: TestUser;
beforeAll(async () => {
	server = await startTestServer({ maxUploadBytes: 100_000, uploadsPerMinute: 1000 });
	user = await server.register();
	other = await server.register();
}, 60_000);
afterAll(() => server.close(), 60_000);

const url = "/api/v1/analyses";
const wav = encodeWav(
	Float32Array.from({ length: 16_000 }, (_, i) => 0.3 * Math.sin(i / 10)),
	16_000,
);
const codeOf = (response: { statusCode: number; json(): unknown }) => [
	response.statusCode,
	(response.json() as { error: { code: string } }).error.code,
];
const save = async (payload: NewAnalysis = madeInThePage(), by = user): Promise<Analysis> => {
	const response = await by.request({ method: "POST", url: `${url}/results`, payload });
	expect(response.statusCode).toBe(201);
	return savedAnalysisSchema.parse(response.json()).analysis;
};
const saveWithRecording = async (bytes: Uint8Array = wav) => {
	const { payload, headers } = form(
		{ analysis: JSON.stringify(madeInThePage()) },
		{ name: "clip.wav", bytes },
	);
	return user.request({ method: "POST", url: `${url}/results`, payload, headers });
};
const filesIn = (folder: string) => readdirSync(join(server.config.home, folder));

describe("the history", () => {
	it("stores what the page found out, and gives it back", async () => {
		const analysis = await save(madeInThePage({ title: "Monday" }));
		const response = await user.request({ url: `${url}/${analysis.id}` });
		expect(analysisSchema.parse(response.json())).toEqual(analysis);
		expect(analysis).toMatchObject({
			title: "Monday",
			source: "page",
			recordingKept: false,
			correction: null,
		});
	});

	it("takes no result without a login, and none that is not one", async () => {
		const nobody = await server.app.inject({
			method: "POST",
			url: `${url}/results`,
			payload: madeInThePage(),
		});
		expect(codeOf(nobody)).toEqual([401, "not-logged-in"]);
		const payload = { ...madeInThePage(), result: { label: "jealous" } };
		expect(codeOf(await user.request({ method: "POST", url: `${url}/results`, payload }))).toEqual([
			400,
			"invalid-request",
		]);
	});

	it("lists the newest first, page by page, and finds words", async () => {
		const reader = await server.register();
		const titles = ["one", "two", "three", "four", "100 %"];
		for (const title of titles) await save(madeInThePage({ title }), reader);
		const first = analysisPageSchema.parse((await reader.request({ url: `${url}?limit=2` })).json());
		expect(first.items.map(({ title }) => title)).toEqual(["100 %", "four"]);
		expect(first.total).toBe(5);
		const second = await reader.request({ url: `${url}?limit=3&cursor=${first.nextCursor}` });
		expect(second.json()).toMatchObject({
			items: [{ title: "three" }, { title: "two" }, { title: "one" }],
			nextCursor: null,
		});
		const found = async (query: string) =>
			(await reader.request({ url: `${url}?query=${encodeURIComponent(query)}` })).json().total;
		expect([await found("THREE"), await found("happy"), await found("%"), await found("nothing")]).toEqual([
			1, 5, 1, 0,
		]);
		expect(codeOf(await reader.request({ url: `${url}?cursor=nonsense` }))).toEqual([400, "invalid-request"]);
	});

	it("changes title, note and correction, and nothing else", async () => {
		const { id } = await save();
		const patch = { title: "Renamed", note: "in the kitchen", correction: "surprised" };
		const changed = await user.request({ method: "PATCH", url: `${url}/${id}`, payload: patch });
		expect(changed.json()).toMatchObject(patch);
		const wrong = await user.request({
			method: "PATCH",
			url: `${url}/${id}`,
			payload: { correction: "jealous" },
		});
		expect(codeOf(wrong)).toEqual([400, "invalid-request"]);
	});

	it("answers 404 for another's results, whatever is tried", async () => {
		const response = await saveWithRecording();
		const { id } = savedAnalysisSchema.parse(response.json()).analysis;
		for (const [method, path, payload] of [
			["GET", `${url}/${id}`],
			["GET", `${url}/${id}/recording`],
			["DELETE", `${url}/${id}`],
			["PATCH", `${url}/${id}`, { title: "mine" }],
			["GET", `${url}/not-an-id`],
		] as const) {
			const tried = await other.request({ method, url: path, ...(payload === undefined ? {} : { payload }) });
			expect(codeOf(tried)).toEqual([404, "not-found"]);
		}
		expect((await user.request({ url: `${url}/${id}/recording` })).statusCode).toBe(200);
	});

	it("recognises the same file and keeps both results", async () => {
		const file = { ...madeInThePage().file, sha256: "12".repeat(32) };
		const first = await save(madeInThePage({ file }));
		const again = await user.request({
			method: "POST",
			url: `${url}/results`,
			payload: madeInThePage({ file }),
		});
		expect(again.json().duplicateOf).toBe(first.id);
		expect((await user.request({ url: `${url}/${first.id}` })).statusCode).toBe(200);
		const byAnother = await other.request({
			method: "POST",
			url: `${url}/results`,
			payload: madeInThePage({ file }),
		});
		expect(byAnother.json().duplicateOf).toBeNull();
	});

	it("is not written where the user switched it off", async () => {
		const quiet = await server.register();
		await quiet.request({ method: "PUT", url: "/api/v1/settings", payload: { saveHistory: false } });
		const refused = await quiet.request({ method: "POST", url: `${url}/results`, payload: madeInThePage() });
		expect(codeOf(refused)).toEqual([409, "history-off"]);
	});

	it("takes only the user's own voice at work and in education", async () => {
		const worker = await server.register();
		const payload = { purpose: "work-or-education" };
		await worker.request({ method: "PUT", url: "/api/v1/settings", payload });
		const refused = await worker.request({ method: "POST", url: `${url}/results`, payload: madeInThePage() });
		expect(codeOf(refused)).toEqual([403, "purpose-forbids"]);
		await save(madeInThePage({ ownVoice: true }), worker);
	});
});

describe("faces and live sessions in the history", () => {
	const kinds: [string, NewAnalysis, Partial<Record<string, unknown>>][] = [
		["the faces of a video", facesMadeInThePage(), { kind: "face", of: "face", fileName: "smile.mp4" }],
		[
			"a live session of voice and face",
			liveMadeInThePage({ voice: true }),
			{ kind: "live", of: "both", source: "live", fileName: "Live, today" },
		],
		["a live session of a face alone", liveMadeInThePage({ voice: false }), { kind: "live", of: "face" }],
	];

	it.each(kinds)("keeps %s, lists, exports and deletes it", async (_, made, listed) => {
		const person = await server.register();
		const analysis = await save(made, person);
		expect(analysis).toMatchObject({ ...made, recordingKept: false });
		const response = await person.request({ url: `${url}/${analysis.id}` });
		expect(analysisSchema.parse(response.json())).toEqual(analysis);
		const page = analysisPageSchema.parse((await person.request({ url })).json());
		expect(page.items).toMatchObject([{ ...listed, label: "happy", duration: made.result.duration }]);
		const { analyses } = (await person.request({ url: "/api/v1/export" })).json();
		expect(analyses).toEqual([{ ...analysis, recording: null }]);
		const csv = (await person.request({ url: "/api/v1/export?format=csv" })).body;
		expect(csv).toContain(`,${listed.kind},`);
		const deleted = await person.request({ method: "DELETE", url: "/api/v1/account/data" });
		expect(deleted.json()).toEqual({ analyses: 1, recordings: 0 });
		expect((await person.request({ url: `${url}/${analysis.id}` })).statusCode).toBe(404);
	});

	it("says what is missing, and takes no picture and no mesh along", async () => {
		const live = liveMadeInThePage({ voice: false });
		for (const [payload, words] of [
			[{ ...live, result: { ...live.result, face: null } }, "result: one of speech, face must be given."],
			[{ ...madeInThePage(), kind: "picture" }, /^kind: /],
		] as const) {
			const refused = await user.request({ method: "POST", url: `${url}/results`, payload });
			expect(codeOf(refused)).toEqual([400, "invalid-request"]);
			expect(refused.json().error.message).toMatch(words);
		}
		const faces = facesMadeInThePage();
		const [frame] = faces.result.frames;
		const landmarks = [[1, 2, 3]];
		const meshed = { ...frame, faces: frame?.faces.map((face) => ({ ...face, landmarks })) };
		const sent = { ...faces, result: { ...faces.result, frames: [meshed] } } as NewAnalysis;
		expect(JSON.stringify(await save(sent))).not.toContain('"landmarks":');
		const { payload, headers } = form({ analysis: JSON.stringify(faces) }, { name: "smile.wav", bytes: wav });
		const refused = await user.request({ method: "POST", url: `${url}/results`, payload, headers });
		expect(codeOf(refused)).toEqual([400, "invalid-request"]);
		expect(filesIn("incoming")).toEqual([]);
	});

	it("takes only the user's own face at work and in education", async () => {
		const worker = await server.register();
		const payload = { purpose: "work-or-education" };
		await worker.request({ method: "PUT", url: "/api/v1/settings", payload });
		const made = facesMadeInThePage();
		const refused = await worker.request({ method: "POST", url: `${url}/results`, payload: made });
		expect(codeOf(refused)).toEqual([403, "purpose-forbids"]);
		await save({ ...made, ownVoice: true }, worker);
	});
});

describe("recordings", () => {
	it("are kept when they are sent, for the server's own user to read only", async () => {
		const response = await saveWithRecording();
		const { analysis } = savedAnalysisSchema.parse(response.json());
		expect(analysis.recordingKept).toBe(true);
		const { mode, size } = statSync(join(server.config.home, "recordings", analysis.id));
		expect([mode & 0o777, size]).toEqual([0o600, wav.length]);
		const whole = await user.request({ url: `${url}/${analysis.id}/recording` });
		expect(whole.headers["content-type"]).toBe("audio/wav");
		expect(whole.rawPayload.equals(wav)).toBe(true);
	});

	it("are played in parts", async () => {
		const { id } = savedAnalysisSchema.parse((await saveWithRecording()).json()).analysis;
		const part = (range: string) => user.request({ url: `${url}/${id}/recording`, headers: { range } });
		const middle = await part("bytes=44-143");
		expect([middle.statusCode, middle.headers["content-range"]]).toEqual([206, `bytes 44-143/${wav.length}`]);
		expect(middle.rawPayload.equals(wav.subarray(44, 144))).toBe(true);
		expect((await part("bytes=-10")).rawPayload.equals(wav.subarray(-10))).toBe(true);
		expect((await part("bytes=32000-")).rawPayload.equals(wav.subarray(32_000))).toBe(true);
		expect(codeOf(await part("bytes=999999-"))).toEqual([416, "range-not-satisfiable"]);
	});

	it("go with their result", async () => {
		const { id } = savedAnalysisSchema.parse((await saveWithRecording()).json()).analysis;
		expect((await user.request({ method: "DELETE", url: `${url}/${id}` })).statusCode).toBe(204);
		expect(filesIn("recordings")).not.toContain(id);
		expect((await user.request({ method: "DELETE", url: `${url}/${id}` })).statusCode).toBe(404);
	});

	it("must be audio, by content and not by name", async () => {
		const refused = await saveWithRecording(Buffer.from("This is text, whatever its name says."));
		expect(codeOf(refused)).toEqual([415, "audio-unknown-format"]);
		expect(filesIn("incoming")).toEqual([]);
	});

	it("must not be larger than the server takes, and leave nothing then", async () => {
		const before = filesIn("recordings");
		expect(codeOf(await saveWithRecording(new Uint8Array(200_000)))).toEqual([413, "file-too-large"]);
		expect([filesIn("incoming"), filesIn("recordings")]).toEqual([[], before]);
	});

	it("leave nothing when the upload breaks off", async () => {
		const { payload, headers } = form({ analysis: "{}" }, { name: "clip.wav", bytes: wav });
		const cut = { payload: payload.subarray(0, payload.length - 5000), headers };
		const refused = await user.request({ method: "POST", url: `${url}/results`, ...cut });
		expect(codeOf(refused)).toEqual([400, "upload-broken-off"]);
		expect(filesIn("incoming")).toEqual([]);
	});

	it("leave nothing when the connection is cut in the middle", async () => {
		await server.app.listen({ port: 0 });
		const address = server.app.server.address();
		const port = typeof address === "object" && address !== null ? address.port : 0;
		const { payload, headers } = form({}, { name: "clip.wav", bytes: wav });
		const socket = connect(port, "127.0.0.1");
		const head = [
			"POST /api/v1/analyses HTTP/1.1",
			`host: 127.0.0.1:${port}`,
			`cookie: ${user.cookie}`,
			`content-type: ${headers["content-type"]}`,
			`content-length: ${payload.length}`,
		];
		socket.write(`${head.join("\r\n")}\r\n\r\n`);
		socket.write(payload.subarray(0, 20_000));
		await expect.poll(() => filesIn("incoming").length).toBe(1);
		socket.destroy();
		await expect.poll(() => filesIn("incoming").length).toBe(0);
	});

	it("are refused where the server keeps none", async () => {
		const strict = await startTestServer({ keepRecordings: "never" });
		const person = await strict.register();
		const { payload, headers } = form(
			{ analysis: JSON.stringify(madeInThePage()) },
			{ name: "clip.wav", bytes: wav },
		);
		const refused = await person.request({ method: "POST", url: `${url}/results`, payload, headers });
		expect(codeOf(refused)).toEqual([403, "recordings-never-kept"]);
		await strict.close();
	});
});

describe("exports", () => {
	it("give everything as JSON and as a table that a spreadsheet does not run", async () => {
		const person = await server.register();
		const saved = await save(madeInThePage({ title: '=HYPERLINK("x"), "quoted"' }), person);
		const json = await person.request({ url: "/api/v1/export?format=json" });
		expect(json.json()).toEqual({
			account: expect.objectContaining({ email: person.email, analyses: 1 }),
			settings: { saveHistory: true, retentionDays: null, purpose: null },
			tokens: [],
			analyses: [{ ...saved, recording: null }],
		});
		expect(json.headers["content-disposition"]).toBe('attachment; filename="undertone-history.json"');
		const csv = (await person.request({ url: "/api/v1/export?format=csv" })).body.split("\r\n");
		expect(csv).toHaveLength(3);
		expect(csv[1]).toContain(`"'=HYPERLINK(""x""), ""quoted"""`);
		expect(csv[1]).toContain(",happy,0.7500,false,");
	});

	it("go through a long history in pieces, without losing or doubling a line", async () => {
		const person = await server.register();
		for (let i = 0; i < 120; i++) await save(madeInThePage({ title: `number ${i}` }), person);
		const { analyses } = (await person.request({ url: "/api/v1/export" })).json();
		expect(new Set(analyses.map((entry: Analysis) => entry.id)).size).toBe(120);
	});
});

describe("analysis on the server", () => {
	it("says that there is no model, where there is none", async () => {
		const { payload, headers } = form({}, { name: "clip.wav", bytes: wav });
		const refused = await user.request({ method: "POST", url, payload, headers });
		expect(codeOf(refused)).toEqual([503, "no-model"]);
		expect(filesIn("incoming")).toEqual([]);
	});

	it("takes no more uploads in a minute than configured", async () => {
		const strict = await startTestServer({ uploadsPerMinute: 3 });
		const person = await strict.register();
		const statuses: number[] = [];
		for (let i = 0; i < 4; i++) {
			const response = await person.request({
				method: "POST",
				url: `${url}/results`,
				payload: madeInThePage(),
			});
			statuses.push(response.statusCode);
		}
		expect(statuses).toEqual([201, 201, 201, 429]);
		await strict.close();
	});

	it("wants a file", async () => {
		expect(codeOf(await user.request({ method: "POST", url, ...form({ title: "x" }) }))).toEqual([
			400,
			"invalid-request",
		]);
		expect(codeOf(await user.request({ method: "POST", url, payload: {} }))).toEqual([
			400,
			"invalid-request",
		]);
	});

	it("starts with an empty folder of uploads: what a crash left is deleted", async () => {
		const again = await startTestServer();
		writeFileSync(join(again.config.home, "incoming", "left"), "x");
		await again.close();
		expect(filesIn("incoming")).toEqual([]);
	});
});
