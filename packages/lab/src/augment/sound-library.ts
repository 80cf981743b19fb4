import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { decodeToMono } from "@undertone/audio";
import { UndertoneError } from "@undertone/core";
import { findData } from "@undertone/corpora";

/** The two kinds of sounds that clips are changed with. */
export type SoundKind = "ambient" | "room-responses";

/** Never heard while training: the noise tests are made with these. */
export const testSounds: Readonly<Record<SoundKind, readonly string[]>> = {
	ambient: ["coffee-shop", "train"],
	"room-responses": ["DomesticLivingRoom", "StairwayUniversityOfYork", "StAndrewsChurch"],
};

/** Noises and room responses of the data folder, at 16 kHz, each decoded when it is first asked for. */
export interface SoundLibrary {
	/** Names that may be trained with, in order. */
	training(kind: SoundKind): Promise<readonly string[]>;
	/** Mono samples. */
	load(kind: SoundKind, name: string): Promise<Float32Array>;
}

/**
 * The sounds in `noise/ambient` and `noise/room-responses` beside the corpora.
 *
 * @param folder - See {@link findSounds}.
 */
export function createSoundLibrary(folder: string): SoundLibrary {
	const loaded = new Map<string, Promise<Float32Array>>();
	const files = async (kind: SoundKind): Promise<string[]> =>
		(await readdir(join(folder, kind))).filter((file) => /\.(opus|flac|wav)$/.test(file)).sort();
	const read = async (kind: SoundKind, name: string): Promise<Float32Array> => {
		const file = (await files(kind)).find((candidate) => basename(candidate, extname(candidate)) === name);
		if (file === undefined) {
			throw new UndertoneError(
				"corpus-not-found",
				`There must be a sound "${name}" in "${join(folder, kind)}", and there is none.`,
			);
		}
		const path = join(folder, kind, file);
		return (await decodeToMono(new Uint8Array(await readFile(path)), { name: path })).signal;
	};
	return {
		training: async (kind) =>
			(await files(kind))
				.map((file) => basename(file, extname(file)))
				.filter((name) => !testSounds[kind].includes(name)),
		load: (kind, name) => {
			const key = `${kind}/${name}`;
			const known = loaded.get(key) ?? read(kind, name);
			loaded.set(key, known);
			return known;
		},
	};
}

/**
 * The folder `noise` beside or inside the data folder.
 *
 * @throws {UndertoneError} `corpus-not-found` if there is none.
 */
export function findSounds(data?: string): string {
	const base = findData(data);
	const found = [join(base, "noise"), join(base, "../noise")].find((folder) => existsSync(folder));
	if (found !== undefined) return found;
	throw new UndertoneError(
		"corpus-not-found",
		`Noises and room responses must lie in a folder noise beside the speech corpora; there is none near "${base}". docs/corpora.md says where to get them.`,
	);
}
