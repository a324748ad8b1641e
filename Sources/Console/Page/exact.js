/// Reads JSON without changing anything in it: numbers stay the digits that were sent.
///
/// `{type: "object", entries: [[key, node]]}`, `{type: "array", items}`, `{type: "string", value}`, `{type: "plain", text}`.

const token = /\s*([{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+)/y;

/// The tree of a JSON text.
export function read(text) {
  let place = 0;
  const next = () => {
    token.lastIndex = place;
    const match = token.exec(text);
    if (!match) throw new SyntaxError("this is no JSON");
    place = token.lastIndex;
    return match[1];
  };
  const value = start => {
    if (start === "{") {
      const entries = [];
      for (let name = next(); name !== "}"; name = next()) {
        if (name === ",") continue;
        next();
        entries.push([JSON.parse(name), value(next())]);
      }
      return { type: "object", entries };
    }
    if (start === "[") {
      const items = [];
      for (let item = next(); item !== "]"; item = next()) if (item !== ",") items.push(value(item));
      return { type: "array", items };
    }
    return start[0] === '"' ? { type: "string", value: JSON.parse(start) } : { type: "plain", text: start };
  };
  return value(next());
}

/// The node behind some names, one below another; undefined where there is none.
export function at(node, ...names) {
  return names.reduce((found, name) => found?.entries?.find(entry => entry[0] === name)?.[1], node);
}

/// The JSON text of a tree, on one line.
export function write(node) {
  switch (node.type) {
    case "object": return `{${node.entries.map(([name, value]) => `${JSON.stringify(name)}: ${write(value)}`).join(", ")}}`;
    case "array": return `[${node.items.map(write).join(", ")}]`;
    case "string": return JSON.stringify(node.value);
    default: return node.text;
  }
}
