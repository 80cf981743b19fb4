import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { countOpenings, openedOn } from "./count-openings.ts";

it("counts recipes, not runs, and every candidate of a search, on the corpora they were tested on", async () => {
	const folder = mkdtempSync(join(tmpdir(), "undertone-ledger-"));
	expect(await countOpenings(folder)).toEqual(new Map());
	writeFileSync(
		join(folder, "ledger.csv"),
		[
			"date,id,corpora,split,adaptation,classifier,features,selection,uar,accuracy",
			'1,a,EMO-DB+nEMO,speaker-independent,none:0,"svm, c 1",f@1,nested,0.5,0.5',
			'2,a,EMO-DB,speaker-independent,none:0,"svm, c 1",f@1,nested,0.5,0.5',
			'4,search/level/1-emodb,EMO-DB,speaker-independent,none:0,"svm, c 1",f@1,same-speakers,0.5,0.5',
			'5,search/level/2-emodb,EMO-DB,speaker-independent,none:0,"svm, c 1",f@1,same-speakers,0.5,0.5',
			'6,search/level/2-emodb,EMO-DB,speaker-independent,none:0,"svm, c 1",f@1,same-speakers,0.5,0.5',
			'3,b,EMO-DB,speaker-independent,unlabelled:10,"svm, c 1",f@1,nested,0.5,0.5',
		].join("\n"),
	);
	const openings = await countOpenings(folder);
	expect(openings).toEqual(
		new Map([
			["EMO-DB", 4],
			["nEMO", 1],
		]),
	);
	expect(openedOn({ corpora: ["EMO-DB", "nEMO", "TESS"] }, openings)).toBe("4 + 1 + 0");
	rmSync(folder, { recursive: true });
});
