/** Files that Vitest puts into the bundle as data URLs, in Node and in the browser alike. */
declare module "*?inline" {
	const url: string;
	// biome-ignore lint/style/noDefaultExport: that is how a bundler gives a file's address
	export default url;
}
