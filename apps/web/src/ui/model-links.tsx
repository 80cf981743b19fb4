import { Link } from "wouter";

/** The names of the models that a result is made by, each leading to its card. */
export function ModelLinks({
	speech,
	face,
}: {
	readonly speech?: string | undefined;
	readonly face?: string | undefined;
}) {
	return (
		<>
			{speech !== undefined && <Link href="/model">{speech}</Link>}
			{speech !== undefined && face !== undefined && " and "}
			{face !== undefined && <Link href="/model/face">{face}</Link>}
		</>
	);
}
