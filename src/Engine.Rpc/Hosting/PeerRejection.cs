namespace Engine.Rpc.Hosting;

/// <summary>Why a certificate is not believed.</summary>
public enum PeerRejection
{
    /// <summary>It is believed.</summary>
    None,

    /// <summary>The peer showed none.</summary>
    NoCertificate,

    /// <summary>None of the authorities that are believed has signed it.</summary>
    UnknownAuthority,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Its time has not begun: the certificate, or a clock, is wrong.</summary>
    NotYetValid,

    /// <summary>It is for another purpose than this side of a connection.</summary>
    WrongUse,

    /// <summary>It is for another name than the one that was called.</summary>
    WrongName,

    /// <summary>Anything else.</summary>
    Damaged,
}
