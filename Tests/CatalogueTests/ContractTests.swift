import Catalogue
import Testing
import Tuning

@Suite("Every setting")
struct ContractTests {
    @Test("has an ID of its own, in kebab-case")
    func ids() {
        let ids = catalogue.map(\.id.rawValue)
        #expect(Set(ids).count == ids.count)
        for id in ids {
            #expect(id.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }, "\(id)")
        }
    }

    @Test("says what it keeps, why, and from where its numbers come", arguments: catalogue.map(\.id))
    func words(id: Setting.ID) throws {
        let setting = try #require(catalogue.first { $0.id == id })
        #expect(!setting.summary.isEmpty && setting.summary.last != ".")
        #expect(setting.why.last == ".")
        #expect(!setting.sources.isEmpty && setting.sources.allSatisfy { !$0.isEmpty })
        #expect(Set(setting.parameters.map(\.name)).count == setting.parameters.count)
        for parameter in setting.parameters { #expect(parameter.objection(to: parameter.preset) == nil) }
    }

    @Test("leaves a node alone of which nothing is known, and says why", arguments: catalogue.map(\.id))
    func unknownNode(id: Setting.ID) throws {
        let setting = try #require(catalogue.first { $0.id == id })
        guard case .leaveAlone(let reason) = setting.advice(Facts(), Parameters([:])) else {
            Issue.record("it asks for something")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test("accepts what it writes itself, on every kind of node", arguments: Profile.all.map(\.name))
    func acceptsOwnWrites(profile: String) throws {
        let profile = try #require(Profile.all.first { $0.name == profile })
        for facts in SampleNodes.all {
            let wishes = Wishes(of: catalogue, for: facts, under: Policy(profile: profile), holds: [])
            for desired in wishes.desired {
                guard let written = desired.target.bound.written else { continue }
                #expect(desired.target.bound.accepts(desired.target.meaning(of: written)), "\(desired.target.knob)")
            }
            #expect(wishes.leftAlone.allSatisfy { !$0.because.isEmpty })
        }
    }

    @Test("is either asked for or left alone on every node, never forgotten")
    func nothingIsSilent() {
        for facts in SampleNodes.all {
            let wishes = Wishes(of: catalogue, for: facts, under: Policy(profile: .largeCluster), holds: [])
            let answered = Set(wishes.desired.map(\.setting)).union(wishes.leftAlone.map(\.setting))
            #expect(answered == Set(catalogue.map(\.id)))
        }
    }
}

@Suite("A profile")
struct ProfileTests {
    @Test("sets only parameters that exist, to values that they allow", arguments: Profile.all.map(\.name))
    func parameters(name: String) throws {
        let profile = try #require(Profile.all.first { $0.name == name })
        for (id, values) in profile.values {
            let setting = try #require(catalogue.first { $0.id == id })
            for (name, value) in values {
                let parameter = try #require(setting.parameters.first { $0.name == name })
                #expect(parameter.objection(to: value) == nil)
            }
        }
        for id in profile.limits.keys { #expect(catalogue.first { $0.id == id }?.takesLimits == true) }
    }

    @Test("enforces nothing where it is conservative")
    func modes() {
        #expect(Profile.largeCluster.mode == .enforce)
        #expect(Profile.conservative.mode == .observe)
    }
}
