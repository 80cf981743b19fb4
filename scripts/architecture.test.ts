import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

/** Who may import whom: the table of ARCHITECTURE.md, and the only place where it is decided. */
const mayImport: Record<string, readonly string[]> = {
	core: [],
	dsp: ["core"],
	audio: ["core", "dsp"],
	speech: ["core", "dsp"],
	face: ["core", "onnx"],
	onnx: ["core"],
	learn: ["core", "onnx"],
	recognize: ["core", "dsp", "speech", "face", "onnx"],
	corpora: ["core"],
	lab: ["core", "dsp", "audio", "speech", "face", "onnx", "learn", "recognize", "corpora"],
	api: ["core"],
	undertone: ["core", "dsp", "audio", "speech", "face", "onnx", "recognize"],
};

interface Manifest {
	readonly name: string;
	readonly dependencies?: Record<string, string>;
	readonly devDependencies?: Record<string, string>;
}

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const packages = readdirSync(join(root, "packages")).filter((name) =>
	existsSync(join(root, "packages", name, "package.json")),
);

function sources(folder: string): string[] {
	return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
		.map((entry) => relative(root, join(entry.parentPath, entry.name)))
		.filter((path) => !/node_modules|\/dist\//.test(path));
}

function imports(path: string): string[] {
	return [...read(path).matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] as string);
}

describe("the architecture", () => {
	it("names every package in the table, and no other", () => {
		expect(packages.filter((name) => !(name in mayImport))).toEqual([]);
	});

	it.each(packages)("%s depends only on the packages the table allows", (name) => {
		const manifest = JSON.parse(read(`packages/${name}/package.json`)) as Manifest;
		const depends = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
			.filter((dependency) => dependency.startsWith("@undertone/"))
			.map((dependency) => dependency.slice("@undertone/".length));
		expect(depends.filter((dependency) => !mayImport[name]?.includes(dependency))).toEqual([]);
	});

	it.each(packages)("%s imports only what its package.json declares", (name) => {
		const manifest = JSON.parse(read(`packages/${name}/package.json`)) as Manifest;
		const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }));
		const wrong = sources(`packages/${name}/src`).flatMap((path) =>
			imports(path)
				.filter((specifier) => specifier.startsWith("@undertone/"))
				.map((specifier) => specifier.split("/").slice(0, 2).join("/"))
				.filter((dependency) => !declared.has(dependency) && dependency !== manifest.name)
				.map((dependency) => `${path} imports ${dependency}`),
		);
		expect(wrong).toEqual([]);
	});

	it("keeps packages from reaching into another package's files or an app", () => {
		const wrong = packages.flatMap((name) =>
			sources(`packages/${name}/src`).flatMap((path) =>
				imports(path)
					.filter((specifier) => specifier.startsWith("."))
					.filter((specifier) => !join(dirname(path), specifier).startsWith(`packages/${name}/`))
					.map((specifier) => `${path} imports ${specifier}`),
			),
		);
		expect(wrong).toEqual([]);
	});

	it.each(["server", "web"])("keeps the features of %s from importing each other", (app) => {
		const wrong = sources(`apps/${app}/src`).flatMap((path) => {
			const feature = /\/features\/([^/]+)\//.exec(path)?.[1];
			if (feature === undefined) return [];
			return imports(path)
				.filter((specifier) => specifier.startsWith("."))
				.map((specifier) => join(dirname(path), specifier))
				.filter((target) => {
					const other = /\/features\/([^/]+)\//.exec(target)?.[1];
					return other !== undefined && other !== feature;
				})
				.map((target) => `${path} imports ${target}`);
		});
		expect(wrong).toEqual([]);
	});

	it("is what ARCHITECTURE.md shows", () => {
		const shown = read("ARCHITECTURE.md");
		for (const [name, allowed] of Object.entries(mayImport)) {
			const line = `| \`${name}\` | ${allowed.length === 0 ? "nothing" : allowed.join(", ")} |`;
			expect(shown).toContain(line);
		}
	});
});
