/**
 * Writes packages/undertone/dist: the library as JavaScript with declarations, in one package, so that it can be
 * installed (Node strips no types inside node_modules). Run by `npm pack`.
 */
import { execFileSync } from "node:child_process";
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, sep } from "node:path";

const root = join(import.meta.dirname, "..");
const dist = join(root, "packages/undertone/dist");

/** The workspace packages that go into it. */
const parts = ["core", "dsp", "audio", "speech", "face", "onnx", "recognize"];

interface Manifest {
	readonly dependencies?: Record<string, string>;
	readonly exports?: Record<string, string>;
}

const manifestOf = (name: string): Manifest =>
	JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")) as Manifest;

checkDependencies();
rmSync(dist, { recursive: true, force: true });
compile();
for (const path of filesOf(dist)) {
	if (/\.(js|d\.ts)$/.test(path)) writeFileSync(path, rewrite(readFileSync(path, "utf8"), path));
}
cpSync(join(root, "LICENSE"), join(dist, "LICENSE"));
if (existsSync(join(root, "models"))) {
	cpSync(join(root, "models"), join(dist, "models"), {
		recursive: true,
		filter: (path) => path.endsWith("models") || /\.(onnx|md)$/.test(path),
	});
}
console.log(`Wrote ${relative(root, dist)}: ${filesOf(dist).length} files.`);

/** What the parts need from the registry must be what the package asks for. */
function checkDependencies(): void {
	const needed = Object.fromEntries(
		parts
			.flatMap((name) => Object.entries(manifestOf(name).dependencies ?? {}))
			.filter(([name]) => !name.startsWith("@undertone/"))
			.sort(([a], [b]) => a.localeCompare(b)),
	);
	const stated = manifestOf("undertone").dependencies ?? {};
	const wanted = JSON.stringify(needed, null, "\t");
	if (JSON.stringify(stated, null, "\t") === wanted) return;
	console.error(`packages/undertone/package.json must depend on what its parts depend on:\n${wanted}`);
	process.exit(1);
}

/** Compiles the sources three times, as they are checked: what both platforms share, Node's and the page's. */
function compile(): void {
	// Beside the sources, so that the packages they import are found.
	mkdirSync(dist, { recursive: true });
	const folder = mkdtempSync(join(dist, ".build-"));
	const out = join(folder, "out");
	const sources = [...parts, "undertone"].map((name) => join(root, "packages", name, "src"));
	const tests = sources.flatMap((path) => [join(path, "**/*.test.ts"), join(path, "**/testing/**")]);
	const platform = ["node", "browser"].flatMap((name) =>
		sources.map((path) => join(path, `**/*.${name}.ts`)),
	);
	const all = sources.map((path) => join(path, "**/*.ts"));
	const declarations = join(root, "packages/core/src/platform.d.ts");
	for (const [base, include, exclude] of [
		["tsconfig.shared.json", all, [...tests, ...platform]],
		["tsconfig.node.json", sources.map((path) => join(path, "**/*.node.ts")), [...tests, declarations]],
		["tsconfig.web.json", sources.map((path) => join(path, "**/*.browser.ts")), [...tests, declarations]],
	] as const) {
		const config = join(folder, base);
		const compilerOptions = {
			noEmit: false,
			declaration: true,
			rewriteRelativeImportExtensions: true,
			rootDir: join(root, "packages"),
			outDir: out,
		};
		writeFileSync(config, JSON.stringify({ extends: join(root, base), compilerOptions, include, exclude }));
		const compiler = createRequire(import.meta.url).resolve("typescript/package.json");
		execFileSync(process.execPath, [join(dirname(compiler), "bin/tsc"), "-p", config], { stdio: "inherit" });
	}
	for (const name of [...parts, "undertone"]) {
		cpSync(join(out, name, "src"), join(dist, name), { recursive: true });
	}
	rmSync(folder, { recursive: true, force: true });
}

/** Imports of other parts become relative, those of assets URLs; the endings of declarations' imports become those of JavaScript. */
function rewrite(text: string, path: string): string {
	return text
		.replace(
			/(from\s+|import\s*\(\s*|import\s+)"(@undertone\/[^"]+)"/g,
			(_, keyword: string, name: string) => {
				const target = relative(dirname(path), targetOf(name)).split(sep).join("/");
				return `${keyword}"${target.startsWith(".") ? target : `./${target}`}"`;
			},
		)
		.replace(/(from\s+|import\s*\(\s*|import\s+)"(\.[^"]+)\.ts"/g, '$1"$2.js"')
		.replace(/^import (\w+) from "([^"]+)\?url";$/gm, (_, variable: string, asset: string) => {
			const target = relative(dirname(path), copyAsset(asset, partOf(path)))
				.split(sep)
				.join("/");
			return `const ${variable} = new URL("${target}", import.meta.url);`;
		});
}

/** Only Vite's own pages know `?url`: in the package the file lies beside the code, which every bundler finds. */
function copyAsset(specifier: string, part: string): string {
	const source = createRequire(join(root, "packages", part, "package.json")).resolve(specifier);
	const target = join(dist, "assets", basename(source));
	cpSync(source, target);
	return target;
}

/** The package that a file of `dist` stems from. */
function partOf(path: string): string {
	return relative(dist, path).split(sep)[0] as string;
}

/** Where the entry of a part, or of a subpath of one, lies in `dist`. */
function targetOf(specifier: string): string {
	const [, name, ...rest] = specifier.split("/");
	const entry = manifestOf(name as string).exports?.[rest.length === 0 ? "." : `./${rest.join("/")}`];
	if (entry === undefined) throw new Error(`build-package: "${specifier}" is not exported.`);
	return join(dist, name as string, entry.replace(/^\.\/src\//, "").replace(/\.ts$/, ".js"));
}

function filesOf(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}
