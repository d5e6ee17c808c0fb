import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** The TSDoc of the SDK: the one source of what properties, resources and look-ups are said to be. */

const SDK = join(__dirname, "../../sdk");

export interface Member {
  /** Empty where there is none. */
  description: string;
  /** Whether its type admits that it is absent. */
  optional: boolean;
  type: ts.TypeNode | undefined;
}

export class Docs {
  readonly #sources: readonly ts.SourceFile[];

  constructor() {
    this.#sources = readdirSync(SDK).map((name) =>
      ts.createSourceFile(name, readFileSync(join(SDK, name), "utf8"), ts.ScriptTarget.ES2022, true),
    );
  }

  /** Whether the SDK declares a type, or the like, of this name. */
  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  /** What stands above a class, an interface, a type or a function. */
  of(name: string): string {
    return text(this.#declaration(name));
  }

  /** The members of a class, an interface or a type, those that it inherits included; of several forms, those of all. */
  members(name: string): Map<string, Member> {
    const found = this.#declaration(name);
    if (ts.isTypeAliasDeclaration(found)) return this.membersOf(found.type);
    if (!ts.isClassDeclaration(found) && !ts.isInterfaceDeclaration(found)) throw new Error(`${name} has no members`);
    const inherited = (found.heritageClauses ?? []).flatMap(({ types }) =>
      types.map(({ expression }) => expression.getText()),
    );
    const above = inherited.filter((it) => this.#find(it)).map((it) => this.members(it));
    return new Map([...above.flatMap((it) => [...it]), ...membersIn(found.members)]);
  }

  /** The same of a type as it is written at a property, such as `pulumi.Input<Registration>`. */
  membersOf(type: ts.TypeNode | undefined): Map<string, Member> {
    if (type === undefined) return new Map();
    if (ts.isTypeLiteralNode(type)) return new Map(membersIn(type.members));
    if (ts.isUnionTypeNode(type)) return new Map(type.types.flatMap((it) => [...this.membersOf(it)]));
    if (ts.isArrayTypeNode(type)) return this.membersOf(type.elementType);
    if (!ts.isTypeReferenceNode(type)) return new Map();
    const name = type.typeName.getText();
    const found = this.#find(name);
    // A resource that stands for its id: what is handed over of it is no concern of its own documentation.
    if (found && ts.isClassDeclaration(found)) return new Map();
    return found ? this.members(name) : new Map((type.typeArguments ?? []).flatMap((it) => [...this.membersOf(it)]));
  }

  #declaration(name: string): Declared {
    const found = this.#find(name);
    if (!found) throw new Error(`sdk/ declares no ${name}`);
    return found;
  }

  #find(name: string): Declared | undefined {
    for (const source of this.#sources) {
      for (const it of source.statements) if (isDeclared(it) && it.name?.text === name) return it;
    }
    return undefined;
  }
}

type Declared = ts.ClassDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.FunctionDeclaration;

const isDeclared = (node: ts.Node): node is Declared =>
  ts.isClassDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isFunctionDeclaration(node);

function membersIn(members: readonly (ts.ClassElement | ts.TypeElement)[]): [string, Member][] {
  return members.flatMap((member): [string, Member][] => {
    if (!ts.isPropertyDeclaration(member) && !ts.isPropertySignature(member)) return [];
    const optional = member.questionToken !== undefined || / undefined>?$/.test(member.type?.getText() ?? "");
    return [[member.name.getText(), { description: text(member), optional, type: member.type }]];
  });
}

/** The words of a comment, with what it refers to behind them. */
function text(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return comments
    .map((comment) => [said(comment.comment), ...references(comment)].filter(Boolean).join("\n\n"))
    .join("\n\n");
}

function references({ tags }: ts.JSDoc): string[] {
  const see = [...(tags ?? [])]
    .filter((tag) => tag.tagName.text === "see")
    .map((tag) => said(tag.getText().replace(/^@see\s*|\s*\*?\s*$/g, "")));
  return see.length === 0 ? [] : [see.map((it) => `See ${it}`).join("  \n")];
}

/** One line a paragraph, as code generators want it. */
function said(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  const whole = typeof comment === "string" ? comment : (ts.getTextOfJSDocComment(comment) ?? "");
  return whole
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " ").trim())
    .join("\n\n");
}
