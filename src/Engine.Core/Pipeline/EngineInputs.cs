using System.Security.Cryptography;
using System.Text;
using Engine.Core.Events;
using Engine.Core.MarketData;

namespace Engine.Core.Pipeline;

/// <summary>Builds the inputs that the engine's host and its operators give to the control lane.</summary>
public static class EngineInputs
{
    public static EngineEvent Started(EngineOptions options, string build, int runEpoch, bool wasUnclean,
        long cutRecords, long lastSequence)
    {
        ArgumentNullException.ThrowIfNull(options);
        var e = New(EventKind.EngineStarted);
        e.Lifecycle.Mode = options.Mode;
        e.Lifecycle.RunEpoch = runEpoch;
        e.Lifecycle.WasUnclean = wasUnclean ? (byte)1 : (byte)0;
        e.Lifecycle.CutRecords = (int)Math.Min(cutRecords, int.MaxValue);
        e.Lifecycle.PreviousSequence = lastSequence;
        AsciiText.Write(options.Account, e.Lifecycle.Account);
        AsciiText
            .Write(build.Length > AsciiText24.SizeInBytes ? build[..AsciiText24.SizeInBytes]
                : build, e.Lifecycle.Build);
        return e;
    }

    /// <summary>The configuration text: a head and as many continuation records as it needs.</summary>
    public static EngineEvent[] Config(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var head = New(EventKind.ConfigApplied);
        head.Config.TextBytes = bytes.Length;
        SHA256.HashData(bytes).CopyTo((Span<byte>)head.Config.Sha256);
        return WithText(head, bytes);
    }

    public static EngineEvent MarketDataStarted() => New(EventKind.MarketDataStarted);

    public static EngineEvent Stopped() => New(EventKind.EngineStopped);

    public static EngineEvent CancelAll() => New(EventKind.CancelAllCommanded);

    public static EngineEvent Stop(StopMode mode, string who, string why)
    {
        var e = New(EventKind.StopCommanded);
        e.Command.StopMode = mode;
        WriteClipped(who, e.Command.Operator);
        WriteClipped(why, e.Command.Reason);
        return e;
    }

    public static EngineEvent Hold(HoldScope scope, int scopeId, HoldKind kind, Permission permission, string who,
        string why)
    {
        var e = New(EventKind.HoldCommanded);
        e.Command.Scope = scope;
        e.Command.ScopeId = scopeId;
        e.Command.HoldKind = kind;
        e.Command.Permission = permission;
        WriteClipped(who, e.Command.Operator);
        WriteClipped(why, e.Command.Reason);
        return e;
    }

    public static EngineEvent Session(in CalendarDayPayload day)
    {
        var e = New(EventKind.CalendarDay);
        e.CalendarDay = day;
        return e;
    }

    public static EngineEvent Maintenance(in MaintenancePayload window)
    {
        var e = New(EventKind.MaintenanceWindow);
        e.Maintenance = window;
        return e;
    }

    public static EngineEvent AccountDay(in AccountDayPayload day)
    {
        var e = New(EventKind.AccountDay);
        e.AccountDay = day;
        return e;
    }

    /// <summary>
    /// A definition as the journal holds it, made again for a venue that has to know it before the run.
    /// </summary>
    public static EngineEvent Definition(int instrumentId, in InstrumentState instrument)
    {
        var e = New(EventKind.InstrumentDefined);
        e.InstrumentId = instrumentId;
        e.Instrument = new InstrumentPayload
        {
            Symbol = instrument.Symbol,
            Class = instrument.Class,
            PriceExponent = instrument.PriceExponent,
            SizeExponent = instrument.SizeExponent,
            IsShortable = instrument.IsShortable,
            Currency = instrument.Currency,
            Multiplier = instrument.Multiplier,
            TickSize = instrument.TickSize,
            LotSize = instrument.LotSize,
            ExpiryTimeNs = instrument.ExpiryTimeNs,
            CalendarId = instrument.CalendarId,
        };
        return e;
    }

    /// <summary>Calls of one principal to one method that were not let in.</summary>
    public static EngineEvent DeniedCalls(
        string principal, string method, DenialReason reason, long calls, int windowMs)
    {
        var e = New(EventKind.DeniedCallsCounted);
        WriteClipped(principal, e.DeniedCalls.Principal);
        WriteClipped(method, e.DeniedCalls.Method);
        e.DeniedCalls.Reason = reason;
        e.DeniedCalls.Calls = calls;
        e.DeniedCalls.WindowMs = windowMs;
        return e;
    }

    /// <summary>Settings were read again: a head and as many text records as it needs.</summary>
    /// <param name="text">What has changed, or why it was refused; cut to 2,000 characters. Never a secret.</param>
    public static EngineEvent[] SettingsReloaded(
        long requestId, ReloadOutcome outcome, int changes, bool isLogLevelChanged, string text)
    {
        const int textCharactersMax = 2_000;
        const string clipMark = "...";
        if (text.Length > textCharactersMax) text = text[..(textCharactersMax - clipMark.Length)] + clipMark;
        var bytes = new byte[text.Length];
        WriteClipped(text, bytes);
        var e = New(EventKind.SettingsReloaded);
        e.SettingsReloaded.RequestId = requestId;
        e.SettingsReloaded.Outcome = outcome;
        e.SettingsReloaded.Changes = changes;
        e.SettingsReloaded.IsLogLevelChanged = isLogLevelChanged ? (byte)1 : (byte)0;
        e.SettingsReloaded.TextBytes = bytes.Length;
        return WithText(e, bytes);
    }

    private static EngineEvent[] WithText(EngineEvent head, ReadOnlySpan<byte> text)
    {
        var records = new EngineEvent[1 + ((text.Length + TextBytes88.SizeInBytes - 1) / TextBytes88.SizeInBytes)];
        records[0] = head;
        for (var i = 1; i < records.Length; i++)
        {
            records[i] = New(head.Kind);
            records[i].Flags = EventFlags.Continuation;
            var chunk = text[((i - 1) * TextBytes88.SizeInBytes)..];
            chunk[..Math.Min(chunk.Length, TextBytes88.SizeInBytes)].CopyTo((Span<byte>)records[i].Text.Bytes);
        }
        return records;
    }

    private static EngineEvent New(EventKind kind) =>
        new() { Kind = kind, InstrumentId = -1, SchemaVersion = EngineEvent.CurrentSchemaVersion };

    // Names come from people: what does not fit or is not ASCII must not stop a halt.
    private static void WriteClipped(string text, Span<byte> destination)
    {
        for (var i = 0; i < Math.Min(text.Length, destination.Length); i++)
            destination[i] = text[i] is >= ' ' and <= '~' ? (byte)text[i] : (byte)'?';
    }
}
