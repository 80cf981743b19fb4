import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clip, executablePath, type OpenStudio, openStudio } from "./open-studio.ts";

describe.skipIf(executablePath === undefined)(
	"a server with rules of its own (skipped without a Chromium)",
	() => {
		let studio: OpenStudio;
		beforeAll(async () => {
			studio = await openStudio({
				UNDERTONE_REGISTRATION: "closed",
				UNDERTONE_KEEP_RECORDINGS: "never",
				UNDERTONE_MODEL: "none.onnx",
			});
		});
		afterAll(() => studio?.close());

		it("offers no account where none can be made, and says so", async () => {
			const { page, server } = studio;
			await page.goto(`${server.url}/register`);
			await page.getByRole("heading", { name: "No new accounts" }).waitFor();
			expect(await page.getByRole("link", { name: "Register" }).count()).toBe(0);
		});

		it("says that the model could not be loaded where there is none", async () => {
			const { page, server } = studio;
			await page.goto(`${server.url}/upload`);
			await page.setInputFiles("input[type=file]", clip);
			expect(await page.getByRole("alert").textContent()).toMatch(/model could not be loaded/);
		});
	},
);
