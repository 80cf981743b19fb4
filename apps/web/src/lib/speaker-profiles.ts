import type { NeutralFace } from "@undertone/face";
import type { SpeakerProfile } from "@undertone/recognize";

/** How a person usually sounds and looks, under a name. */
export interface KeptProfile {
	/** Unlike all others. */
	readonly name: string;
	/** ISO 8601: when it was made, or last added to. */
	readonly made: string;
	/** Null where only a neutral face was taken. */
	readonly profile: SpeakerProfile | null;
	readonly neutral: NeutralFace | null;
}

/** What a browser keeps, and whose voice was chosen last. */
interface Shelf {
	/** By name. */
	readonly voices: readonly KeptProfile[];
	/** A name, or null for nobody. */
	readonly chosen: string | null;
}

/** The speaker profiles of this browser; nothing of them is sent anywhere by itself. */
export interface SpeakerProfiles {
	/** The same object until something changes. */
	read(): Shelf;
	find(name: string | null): KeptProfile | undefined;
	/** A name like this one that is still free: `My voice 2`. */
	freeName(name: string): string;
	/**
	 * Keeps what is given under a name and chooses it; of a person who is known, the rest stays as it was.
	 *
	 * @throws {Error} With a sentence, if the name is empty or too long, or the browser keeps nothing.
	 */
	save(name: string, made: Partial<Pick<KeptProfile, "profile" | "neutral">>): void;
	/** @throws {Error} With a sentence, as `save`, and if the new name is another's. */
	rename(name: string, next: string): void;
	remove(name: string): void;
	choose(name: string | null): void;
	/** The profile that was chosen; null for nobody, or where only a neutral face is known. */
	chosen(): SpeakerProfile | null;
	/** Calls back after each change, of another tab too; answers how to end that. */
	subscribe(listener: () => void): () => void;
}

const key = "undertone-voices";
const mostLetters = 60;
const empty: Shelf = { voices: [], chosen: null };

/**
 * The profiles in a browser's storage.
 *
 * @param open - Gives the storage; may throw where the browser refuses it.
 */
export function createSpeakerProfiles(open: () => Storage): SpeakerProfiles {
	let shelf = load();
	const listeners = new Set<() => void>();

	function load(): Shelf {
		try {
			// The one nameless voice of before, in a format that is read no more.
			open().removeItem("undertone-own-usual");
			const kept = JSON.parse(open().getItem(key) ?? "null") as Shelf | null;
			return Array.isArray(kept?.voices) ? kept : empty;
		} catch {
			return empty;
		}
	}
	const write = (voices: readonly KeptProfile[], chosen: string | null): void => {
		const sorted = [...voices].sort((a, b) => a.name.localeCompare(b.name));
		const next = { voices: sorted, chosen };
		try {
			open().setItem(key, JSON.stringify(next));
		} catch (cause) {
			throw new Error(
				"The browser did not keep it: its storage is full, or this page may not use it. Delete a voice, or allow storage.",
				{ cause },
			);
		}
		shelf = next;
		for (const listener of listeners) listener();
	};
	const find = (name: string | null): KeptProfile | undefined =>
		shelf.voices.find((voice) => voice.name === name);
	const others = (name: string): KeptProfile[] => shelf.voices.filter((voice) => voice.name !== name);

	return {
		read: () => shelf,
		find,
		freeName: (name) => {
			let free = name;
			for (let i = 2; find(free) !== undefined; i++) free = `${name} ${i}`;
			return free;
		},
		save: (given, made) => {
			const name = checkName(given);
			const { profile = null, neutral = null } = find(name) ?? {};
			const voice = { profile, neutral, ...made, name, made: new Date().toISOString() };
			write([...others(name), voice], name);
		},
		rename: (name, given) => {
			const next = checkName(given);
			const voice = find(name);
			if (voice === undefined || next === name) return;
			if (find(next) !== undefined) {
				throw new Error(`There is a voice of the name "${next}" already. Choose another name.`);
			}
			write([...others(name), { ...voice, name: next }], shelf.chosen === name ? next : shelf.chosen);
		},
		remove: (name) => write(others(name), shelf.chosen === name ? null : shelf.chosen),
		choose: (name) => write(shelf.voices, name),
		chosen: () => find(shelf.chosen)?.profile ?? null,
		subscribe: (listener) => {
			const onStorage = (event: StorageEvent): void => {
				if (event.key !== key && event.key !== null) return;
				shelf = load();
				listener();
			};
			listeners.add(listener);
			globalThis.addEventListener?.("storage", onStorage);
			return () => {
				listeners.delete(listener);
				globalThis.removeEventListener?.("storage", onStorage);
			};
		},
	};
}

/** A name without needless blanks. */
function checkName(given: string): string {
	const name = given.trim().replace(/\s+/g, " ");
	if (name === "") throw new Error("Give the voice a name.");
	if (name.length > mostLetters) {
		throw new Error(`A name may have ${mostLetters} letters, this one has ${name.length}. Shorten it.`);
	}
	return name;
}
