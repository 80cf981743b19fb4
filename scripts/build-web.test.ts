import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildWeb } from "./build-web.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-page-"));
let names: string[] = [];
beforeAll(() => {
	buildWeb(folder);
	names = readdirSync(join(folder, "assets"));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the studio's page, built from within a test", () => {
	it("is the one that ships: nothing of React's development build is in it", () => {
		expect(process.env.NODE_ENV).toBe("test");
		const scripts = names.filter((name) => name.endsWith(".js"));
		expect(scripts.length).toBeGreaterThan(5);
		expect(scripts.filter((name) => name.includes("dev-runtime"))).toEqual([]);
		const development = scripts.filter((name) =>
			/jsxDEV|Download the React DevTools/.test(readFileSync(join(folder, "assets", name), "utf8")),
		);
		expect(development).toEqual([]);
	});

	it("has its larger assets compressed beside them", () => {
		const large = names.filter((name) => /\.(js|css|wasm)$/.test(name) && !/^(errors|format)-/.test(name));
		expect(large.filter((name) => names.includes(`${name}.gz`)).length).toBeGreaterThan(large.length / 2);
		expect(names.some((name) => name.endsWith(".wasm.gz"))).toBe(true);
	});
});
