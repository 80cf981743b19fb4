import { type SoundKind, testSounds } from "./sound-library.ts";
import type { Variant } from "./variant.ts";

interface SoundCredit {
	readonly author: string;
	readonly licence: string;
	readonly source: string;
}

const freesound = (author: string, id: number, licence: string): SoundCredit => ({
	author,
	licence,
	source: `https://freesound.org/people/${author}/sounds/${id}/`,
});
const soundBible = (author: string, page: string): SoundCredit => ({
	author,
	licence: "public domain",
	source: `https://soundbible.com/${page}.html`,
});
const openAir = (page: string, licence: string): SoundCredit => ({
	author: "OpenAIR",
	licence,
	source: `http://www.openairlib.net/auralizationdb/content/${page}`,
});
const patrington = openAir("st-patricks-church-patrington", "CC BY-SA");

/** Who made the noises and rooms that docs/corpora.md names, and under which licence. */
export const soundCredits: Readonly<Record<SoundKind, Readonly<Record<string, SoundCredit>>>> = {
	ambient: {
		birds: freesound("kvgarlic", 156_826, "CC0"),
		boat: freesound("Falcet", 439_365, "CC0"),
		city: freesound("gezortenplotz", 44_796, "CC BY"),
		"coffee-shop": soundBible("stephan", "1664-Restaurant-Ambiance"),
		fireplace: soundBible("ezwa", "1543-Fireplace"),
		"pink-noise": {
			author: "Omegatron",
			licence: "CC BY-SA",
			source: "https://es.wikipedia.org/wiki/Archivo:Pink_noise.ogg",
		},
		rain: freesound("alex36917", 524_605, "CC BY"),
		storm: freesound("digifishmusic", 41_739, "CC BY"),
		"summer-night": soundBible("Lisa Redfern", "2083-Crickets-Chirping-At-Night"),
		train: freesound("SDLx", 259_988, "CC BY 3.0"),
		waves: freesound("Luftrum", 48_412, "CC BY"),
		"white-noise": {
			author: "Jorge Stolfi",
			licence: "CC BY-SA",
			source: "https://commons.wikimedia.org/wiki/File:White-noise-sound-20sec-mono-44100Hz.ogg",
		},
		wind: freesound("felix.blume", 217_506, "CC0"),
	},
	"room-responses": {
		Basement: openAir("basement", "public domain"),
		DomesticLivingRoom: openAir("domestic-living-room", "public domain"),
		EmptyApartmentBedroom: openAir("empty-apartment-bedroom", "public domain"),
		FalklandPalaceRoyalTennisCourt: openAir("falkland-palace-royal-tennis-court", "CC BY-SA"),
		LadyChapelStAlbansCathedral: openAir("lady-chapel-st-albans-cathedral", "CC BY-SA"),
		MaesHowe: openAir("maes-howe", "CC BY-SA"),
		PurnodesRailroadTunnel: openAir("railroad-tunnel-purnodes-tunnel", "public domain"),
		SaintLawrenceChurchMolenbeekWersbeekBelgium: openAir(
			"saint-lawrence-church-molenbeek-wersbeek-belgium",
			"public domain",
		),
		SpokaneWomansClub: openAir("spokane-womans-club", "CC BY"),
		SportsCentreUniversityOfYork: openAir("sports-centre-university-york", "CC BY-SA"),
		StAndrewsChurch: openAir("st-andrews-church", "CC BY-SA 3.0"),
		StPatricksChurchPatringtonPosition1: patrington,
		StPatricksChurchPatringtonPosition2: patrington,
		StPatricksChurchPatringtonPosition3: patrington,
		StairwayUniversityOfYork: openAir("st-marys-abbey-reconstruction", "CC BY-SA"),
		TerrysTypingRoom: openAir("terrys-typing-room", "CC BY-SA"),
		TyndallBruceMonument: openAir("tyndall-bruce-monument", "CC BY-SA"),
		UndergroundCarPark: openAir("underground-car-park", "CC BY-SA 3.0"),
		YorkMinster: openAir("york-minster", "CC BY-SA"),
	},
};

/** The sounds that copies of the training clips may hold, a line of Markdown each. */
export function soundCreditLines(augment: readonly Variant[]): string[] {
	const kinds: readonly [SoundKind, string][] = [
		["ambient", "noise"],
		["room-responses", "room"],
	];
	return kinds.flatMap(([kind, step]) => {
		const steps = augment.flat().filter((one) => one.kind === step);
		if (steps.length === 0) return [];
		const named = steps.map((one) => ("sound" in one ? one.sound : undefined));
		return Object.entries(soundCredits[kind])
			.filter(([name]) =>
				named.includes(undefined)
					? !testSounds[kind].includes(name) || named.includes(name)
					: named.includes(name),
			)
			.map(([name, { author, licence, source }]) => `[${name}](${source}) by ${author} (${licence})`);
	});
}
