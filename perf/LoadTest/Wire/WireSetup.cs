using Engine.Core;
using Engine.Core.Gateway;
using Engine.Core.Pipeline;
using LoadTest.Workload;

namespace LoadTest.Wire;

/// <summary>The engine that is measured over sockets; both processes take their quotes from its settings.</summary>
internal static class WireSetup
{
    private const string Strategy = AnswerStrategy.Type;

    public static EngineSetup Create(
        OpenLoopSettings settings, string folder, string venueAddress, PipelineHooks hooks,
        Func<IOrderGateway, IOrderGateway>? decorateGateway = null) => LoadSetup.Create(
        "paper", folder, settings.Durability, Strategy, [],
        [
            ($"strategies.{Strategy}.every", $"{settings.Every}"), ("threads.layout", settings.Layout),
            ("threads.busySpin", settings.IsBusySpin ? "true" : "false"), ("data.pace", "1"),
            ("simulated.rate", "200"), ("venue.address", venueAddress), .. settings.More,
        ],
        hooks,
        decorateGateway);

    public static RecordedRows Rows()
    {
        var settings = new OpenLoopSettings("written", OpenLoopSettings.DefaultLayout, IsBusySpin: false, Every: 1);
        var plain = Create(settings, Path.GetTempPath(), "unix:unused", new PipelineHooks());
        return RecordedRows.Simulated(plain.Simulated, plain.Instruments);
    }
}
