/**
 * Reads a file of `packages/audio/fixtures`, in Node from the disk and in a page from the test server.
 *
 * The name ends in `.node.ts` for the compiler's sake only: both worlds' types are known there.
 */
export async function readFixture(name: string): Promise<Uint8Array> {
	const url = new URL(`../../fixtures/${name}`, import.meta.url);
	if (url.protocol === "file:") {
		const specifier = "node:fs/promises";
		const { readFile } = (await import(/* @vite-ignore */ specifier)) as typeof import("node:fs/promises");
		return new Uint8Array(await readFile(url));
	}
	const response = await fetch(url);
	if (!response.ok) throw new Error(`readFixture: ${url} answered ${response.status}.`);
	return new Uint8Array(await response.arrayBuffer());
}
