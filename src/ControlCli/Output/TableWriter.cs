namespace ControlCli.Output;

/// <summary>Aligned text: numbers to the right, everything else to the left, two spaces between columns.</summary>
internal static class TableWriter
{
    private const string Gap = "  ";

    public static void Write(CliConsole console, IReadOnlyList<string> headers, IReadOnlyList<Cell[]> rows)
    {
        var widths = new int[headers.Count];
        var isRight = new bool[headers.Count];
        for (var i = 0; i < widths.Length; i++)
        {
            widths[i] = Math.Max(headers[i].Length, rows.Count == 0 ? 0 : rows.Max(row => row[i].Text.Length));
            isRight[i] = rows.Any(row => row[i].IsNumber);
        }

        WriteLine(
            console, [.. headers.Select(header => new Cell(header, null, Paint: Paint.Heading))], widths, isRight);
        foreach (var row in rows) WriteLine(console, row, widths, isRight);
    }

    /// <summary>Names and values, one pair a line.</summary>
    public static void WritePairs(CliConsole console, IReadOnlyList<(string Name, Cell Value)> pairs)
    {
        var width = pairs.Max(pair => pair.Name.Length) + 1;
        foreach (var (name, value) in pairs)
        {
            var label = console.Paint((name + ":").PadRight(width), Paint.Heading);
            console.Output.WriteLine($"{label}{Gap}{console.Paint(value.Text, value.Paint)}");
        }
    }

    private static void WriteLine(CliConsole console, Cell[] row, int[] widths, bool[] isRight)
    {
        var last = row.Length - 1;
        for (var i = 0; i <= last; i++)
        {
            // Padded outside the colour; nothing follows the last text on a line.
            var padding = new string(' ', widths[i] - row[i].Text.Length);
            var text = console.Paint(row[i].Text, row[i].Paint);
            if (isRight[i]) console.Output.Write(padding + text);
            else console.Output.Write(i == last ? text : text + padding);
            if (i < last) console.Output.Write(Gap);
        }
        console.Output.WriteLine();
    }
}
