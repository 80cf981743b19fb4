/**
 * How far the labels of FER2013's PublicTest are agreed on: by how many of its pictures the majority of the FER+ votes
 * names the same of the seven. Written into docs/face.md. Run: `npm run bench -- face-labels`.
 */
import { join } from "node:path";
import type { Emotion } from "@undertone/core";
import { readFer2013 } from "@undertone/corpora";
import { fillTable } from "../scripts/fill-table.ts";

const root = join(import.meta.dirname, "..");
/** The first seven columns of the votes as labels. */
const columns: readonly Emotion[] = ["neutral", "happy", "surprised", "sad", "angry", "disgust", "fearful"];

const pictures = (await readFer2013(["PublicTest"], join(root, "../shared/data"))).map(
	({ emotion, votes }) => {
		const counts = votes.slice(0, columns.length);
		const most = Math.max(...counts);
		return { emotion, most, majority: columns[counts.indexOf(most)] };
	},
);
const voted = pictures.filter(({ most }) => most > 0);
const agreed = voted.filter(({ emotion, majority }) => emotion === majority).length;
const share = ((100 * agreed) / voted.length).toFixed(1);
const words = `The majority of the FER+ votes for one of the seven names FER2013's label on ${share} % of PublicTest (${agreed.toLocaleString("en")} of ${voted.length.toLocaleString("en")} pictures with such a vote; of two with as many, the first; \`npm run bench -- face-labels\`).`;
console.log(words);
fillTable(join(root, "docs/face.md"), "labels", words);
