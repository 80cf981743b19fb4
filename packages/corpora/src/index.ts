export {
	type AudioVisualClip,
	type AudioVisualCorpus,
	readAudioVisual,
} from "./audio-visual/read-audio-visual.ts";
export { cacheFolder } from "./cache-folder.ts";
export type { Corpus, Sex, UnknownFile, Utterance } from "./corpus.ts";
export type { CorpusReader, ParsedName } from "./corpus-reader.ts";
export { type FacePicture, ferPlusVotes, readFer2013 } from "./faces/read-fer2013.ts";
export { findCorpusFolder, findData } from "./find-data.ts";
export { parseCsv } from "./parse-csv.ts";
export { corpusReaders, readCorpus, readCorpusFolder } from "./read-corpus.ts";
export { readCsvCorpus } from "./read-csv-corpus.ts";
