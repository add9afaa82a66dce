using System.Globalization;
using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.Replay;
using Engine.Core.Risk;
using Xunit;

namespace Engine.Core.Tests.Replay;

/// <summary>Goal: whoever meets a code finds what it means and what to do.</summary>
public sealed class CodeCatalogTests
{
    [Fact]
    public void Every_code_of_the_engine_is_in_the_catalog_with_its_number_and_a_remedy()
    {
        AssertAll<RiskCode>(CodeCatalog.Risk);
        AssertAll<CommandCode>(CodeCatalog.Command);
        AssertAll<HoldCode>(CodeCatalog.Hold);
        AssertAll<FlattenCode>(CodeCatalog.Flatten);
        AssertAll<HoldKind>(CodeCatalog.HoldKind);
        AssertAll<MarketCode>(CodeCatalog.Market);
        AssertAll<VenueReason>(CodeCatalog.Venue);
        Assert.All(CodeCatalog.All, code => Assert.True(code.Meaning.Length > 3 && code.Remedy.Length > 3, code.Name));
    }

    [Theory]
    [InlineData("priceCOLLAR", CodeCatalog.Risk, -43)]
    [InlineData("-43", CodeCatalog.Risk, -43)]
    [InlineData("HoldsFull", CodeCatalog.Command, -107)]
    [InlineData("5", CodeCatalog.EngineExit, 5)]
    public void A_code_is_found_by_name_or_number(string text, string family, int number) =>
        Assert.Contains(CodeCatalog.Find(text), code => code.Family == family && code.Number == number);

    [Fact]
    public void What_is_no_code_is_not_found()
    {
        Assert.Empty(CodeCatalog.Find("NoSuchCode"));
        Assert.Empty(CodeCatalog.Find("-9999"));
        Assert.True(CodeCatalog.Find("UnknownOrder").Count >= 3, "several families have one");
    }

    private static void AssertAll<T>(string family)
        where T : struct, Enum
    {
        var expected = Enum.GetValues<T>()
            .Select(code => (Convert.ToInt32(code, CultureInfo.InvariantCulture), code.ToString()))
            .Order();
        var actual = CodeCatalog.All.Where(code => code.Family == family).Select(c => (c.Number, c.Name)).Order();
        Assert.Equal(expected, actual);
    }
}
