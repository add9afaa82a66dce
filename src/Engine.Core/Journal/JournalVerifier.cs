namespace Engine.Core.Journal;

/// <summary>API first; the body follows in the next commit.</summary>
public static class JournalVerifier
{
    public static VerifyReport Verify(IJournalStorage storage, Action<VerifyProgress>? progress = null) =>
        throw new NotImplementedException();
}
