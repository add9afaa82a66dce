using Engine.Core.Journal;
using Engine.Core.State;

namespace Engine.Core.Snapshots;

/// <summary>
/// Fills a registry from a snapshot: everything is checked first, so it is filled wholly or not touched.
/// </summary>
public static class SnapshotReader
{
    /// <summary>Checks the whole file without a registry.</summary>
    /// <exception cref="SnapshotException">The file is damaged; the exception says where.</exception>
    public static SnapshotInfo Validate(IJournalStorage storage, string name) => SnapshotImage.Read(storage, name).Info;

    /// <summary>The same, reading into a buffer that is kept: for whoever checks one file after the other.</summary>
    /// <exception cref="SnapshotException">The file is damaged; the exception says where.</exception>
    public static SnapshotInfo Validate(IJournalStorage storage, string name, ref byte[] buffer) =>
        SnapshotImage.Read(storage, name, ref buffer).Info;

    /// <summary>
    /// Replaces the state of the registry. A part is readable at its version and, by an upcaster, at the one before; a
    /// part that this build does not know refuses.
    /// </summary>
    /// <exception cref="SnapshotException">The file is damaged or of another layout; the exception names the
    /// part.</exception>
    public static SnapshotInfo Load(
        IJournalStorage storage, string name, StateRegistry registry, SnapshotUpcasters? upcasters = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        upcasters ??= SnapshotUpcasters.None;
        var image = SnapshotImage.Read(storage, name);
        var place = storage.Describe(name);
        var isUpcast = Match(image, registry, upcasters, place);

        foreach (var table in registry.Tables) table.Clear();
        foreach (var part in image.Parts) Fill(image, part, Find(registry, part.PartId)!, upcasters);
        registry.NotifyRestored();

        // The same bytes through the tables: a snapshot that loads into another state must not be traded on.
        var digest = registry.FoldDigest();
        if (digest != registry.ComputeDigest() || (!isUpcast && digest != image.Info.StateDigest))
            throw new SnapshotException(
                place, $"the restored state has digest {digest:x16}, not {image.Info.StateDigest:x16}");
        return image.Info;
    }

    /// <summary>
    /// Checks that every part fits before any table is touched; true if one needs an upcaster or is new.
    /// </summary>
    private static bool Match(SnapshotImage image, StateRegistry registry, SnapshotUpcasters upcasters, string place)
    {
        var isUpcast = false;
        var seen = new HashSet<int>();
        foreach (var part in image.Parts)
        {
            if (!seen.Add(part.PartId)) throw new SnapshotException(place, $"part {part.PartId} is there twice");
            if (Find(registry, part.PartId) is not { } table)
                throw new SnapshotException(
                    place, $"part {part.PartId} is unknown; use the build that wrote it ({image.Info.Build})");

            for (var i = 0; i < part.Used; i++)
            {
                if ((uint)image.IndexOf(part, i) >= (uint)table.Capacity)
                    throw new SnapshotException(
                        place, $"part {part.PartId} has entity {image.IndexOf(part, i)}, the table holds "
                            + $"{table.Capacity}; raise its limit");
            }
            if (part.Version == table.Version && part.EntityBytes == table.EntityBytes) continue;

            isUpcast = true;
            if (part.Version != table.Version - 1
                || upcasters.Find(part.PartId, part.Version, part.EntityBytes) is null)
                throw new SnapshotException(
                    place,
                    $"part {part.PartId} has version {part.Version} with {part.EntityBytes} bytes per entity, "
                        + "this build has "
                    + $"version {table.Version} with {table.EntityBytes} and reads the one before only; "
                    + "start from the journal or an older build");
        }
        foreach (var table in registry.Tables)
        {
            if (seen.Contains(table.PartId)) continue;
            if (!upcasters.IsNewPart(table.PartId))
                throw new SnapshotException(place, $"part {table.PartId} is missing");
            isUpcast = true;
        }
        return isUpcast;
    }

    private static void Fill(SnapshotImage image, SnapshotPart part, IStateTable table, SnapshotUpcasters upcasters)
    {
        var upcast = part.Version == table.Version ? null : upcasters.Find(part.PartId, part.Version, part.EntityBytes);
        var current = new byte[table.EntityBytes];
        for (var i = 0; i < part.Used; i++)
        {
            if (upcast is null)
            {
                table.WriteBytes(image.IndexOf(part, i), image.BytesOf(part, i));
                continue;
            }
            Array.Clear(current);
            upcast(image.BytesOf(part, i), current);
            table.WriteBytes(image.IndexOf(part, i), current);
        }
    }

    private static IStateTable? Find(StateRegistry registry, int partId)
    {
        foreach (var table in registry.Tables)
            if (table.PartId == partId) return table;
        return null;
    }
}
