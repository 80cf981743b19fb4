import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { findChromium } from "./scripts/chromium.ts";

/** The packages whose tests run in Node and in Chromium alike. */
const shared = ["core", "dsp", "audio", "speech", "face", "onnx", "learn", "recognize", "api"];
const chromium = findChromium();
const launchArguments = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

export default defineConfig({
	test: {
		// By default one core less, which on a machine of two is half of it.
		maxWorkers: "100%",
		projects: [
			{
				test: {
					name: "node",
					include: [
						"packages/*/src/**/*.test.ts",
						"apps/*/src/**/*.test.ts",
						"scripts/**/*.test.ts",
						"bench/**/*.test.ts",
					],
					exclude: ["**/*.browser.test.ts", "**/node_modules/**"],
					setupFiles: ["packages/core/src/testing/to-be-close-to-array.ts"],
					testTimeout: 60_000,
				},
			},
			{
				resolve: { conditions: ["browser", "module", "import", "default"] },
				test: {
					name: "browser",
					include: shared.map((name) => `packages/${name}/src/**/*.test.ts`),
					exclude: ["**/*.node.test.ts", "**/node_modules/**"],
					setupFiles: ["packages/core/src/testing/to-be-close-to-array.ts"],
					testTimeout: 60_000,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({
							launchOptions: {
								...(chromium === undefined ? {} : { executablePath: chromium }),
								args: launchArguments,
							},
						}),
						instances: [{ browser: "chromium" }],
						commands: {
							// Run in Node, for tests that compare the page with it.
							nodeFeatures: async (_, id: string, signal: "voice" | "noise" | "chirp" | "clicks") => {
								const { nodeFeatures } = await import("./packages/speech/src/testing/node-features.node.ts");
								return nodeFeatures(id, signal);
							},
						},
					},
				},
			},
			{
				test: {
					name: "e2e",
					include: ["apps/web/e2e/**/*.test.ts"],
					testTimeout: 180_000,
					hookTimeout: 180_000,
					// A page with live sound on a machine that is busy may miss its time once.
					retry: 1,
					fileParallelism: false,
				},
			},
		],
	},
});
