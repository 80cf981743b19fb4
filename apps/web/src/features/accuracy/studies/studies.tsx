import type { ListedResult, Studies as Stored } from "@undertone/api";
import { api } from "../../../lib/api-client.ts";
import { useAsync } from "../../../lib/use-async.ts";
import { Await } from "../../../ui/feedback.tsx";
import { ConditionsStudy } from "./conditions-study.tsx";
import { DamagedStudy } from "./damaged-study.tsx";
import { IntensityStudy } from "./intensity-study.tsx";
import { ProfileStudy } from "./profile-study.tsx";

/** The stored studies that are no result of a recipe; what is missing is named with the command that makes it. */
export function Studies({ results }: { readonly results: readonly ListedResult[] }) {
	const studies = useAsync("studies", () => api.studies());
	return (
		<Await of={studies}>
			{({ conditions, profile, damaged, intensity, missing }) => (
				<div className="stack">
					{conditions.length > 0 && <ConditionsStudy studies={conditions} />}
					{profile !== null && <ProfileStudy study={profile} />}
					{damaged !== null && <DamagedStudy study={damaged} />}
					{intensity !== null && <IntensityStudy study={intensity} results={results} />}
					<Missing missing={missing} />
				</div>
			)}
		</Await>
	);
}

function Missing({ missing }: { readonly missing: Stored["missing"] }) {
	if (missing.length === 0) return null;
	return (
		<section className="card" aria-labelledby="missing">
			<h2 id="missing">Not stored on this server</h2>
			<dl className="facts small">
				{missing.map(({ table, problem, command }) => (
					<div className="contents" key={table}>
						<dt>{table}</dt>
						<dd>
							{problem} <code>{command}</code> makes it.
						</dd>
					</div>
				))}
			</dl>
		</section>
	);
}
