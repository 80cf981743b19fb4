import { api } from "../../lib/api-client.ts";
import { useAsync } from "../../lib/use-async.ts";
import { Await } from "../../ui/feedback.tsx";
import { Markdown } from "../../ui/markdown.tsx";

/** The card of the shipped model. */
export function ModelCard() {
	const card = useAsync("card", () => api.card());
	return (
		<div className="page prose">
			<Await of={card}>{(text) => <Markdown text={text} />}</Await>
		</div>
	);
}
