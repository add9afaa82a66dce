using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Loading;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Replay;
using Engine.Core.Snapshots;

namespace ControlCli.Journals;

/// <summary>
/// Names that were given in records which retention has taken: strategies from the configuration that the manifest
/// keeps, instruments from the oldest snapshot.
/// </summary>
internal static class RecycledNames
{
    /// <summary>Where the snapshot cannot be read by this build, instruments stay numbers.</summary>
    public static JournalNames Of(IJournalStorage storage, JournalManifest manifest)
    {
        var names = new JournalNames();
        if (manifest.Recycled?.ConfigText is not { } configText) return names;

        names.NoteConfig(configText);
        if (new SnapshotCatalog(storage).FindOldest(long.MaxValue, manifest).FileName is not { } file) return names;

        var model = new ModelFactory(new StrategyCatalog()).Create(configText);
        try
        {
            SnapshotReader.Load(storage, file, model.All);
        }
        catch (SnapshotException)
        {
            return names; // 'replay verify' says what is wrong with it; here it is a matter of how things are called.
        }
        NoteInstruments(names, model.Chain.View);
        return names;
    }

    private static void NoteInstruments(JournalNames names, LogicView view)
    {
        for (var id = 0; id < view.Market.InstrumentCount; id++)
        {
            if (!view.Market.IsDefined(id)) continue;

            ref readonly var known = ref view.Market.Instrument(id);
            names.NoteInstrument(id, new InstrumentPayload
            {
                Symbol = known.Symbol,
                PriceExponent = known.PriceExponent,
                SizeExponent = known.SizeExponent,
                Multiplier = known.Multiplier,
            });
        }
    }
}
