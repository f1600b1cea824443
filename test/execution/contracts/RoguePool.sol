// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface IVictim {
    struct Hop {
        address pool;
        address tokenIn;
        address tokenOut;
        uint24 feePpm;
        uint8 kind;
    }

    function execute(bytes32 ref, uint256 amountIn, uint256 minProfit, Hop[] calldata hops)
        external
        returns (uint256 profit);
    function rescue(address token, address to, uint256 amount) external;
    function uniswapV3SwapCallback(int256 delta0, int256 delta1, bytes calldata data) external;
}

/// @title RoguePool
/// @notice Passes for a V2 pair and a V3 pool, and tries to take more than its due.
/// @dev It may also own the Executor that it attacks, so that the owner check does not save it.
contract RoguePool {
    uint256 private constant FAIR = 0;
    uint256 private constant TWICE = 1;
    uint256 private constant MORE = 2;
    uint256 private constant REENTER = 3;
    uint256 private constant RESCUE = 4;
    uint256 private constant ACCOMPLICE = 5;
    uint256 private constant PARTIAL = 6;
    uint256 private constant NOTHING = 7;
    uint256 private constant NEGATIVE = 8;

    IVictim public victim;
    address public token;
    RoguePool public accomplice;
    uint256 public trick;
    uint256 public said;

    function plan(IVictim victim_, address token_, RoguePool accomplice_, uint256 trick_, uint256 said_)
        external
    {
        (victim, token, accomplice, trick, said) = (victim_, token_, accomplice_, trick_, said_);
    }

    /// @notice Starts a run as the owner of the victim.
    function start(uint256 amountIn, IVictim.Hop[] calldata hops) external {
        victim.execute(0, amountIn, 0, hops);
    }

    /// @notice Asks to be paid though another pool is being called.
    function ask(int256 amount) external {
        victim.uniswapV3SwapCallback(amount, amount, "");
    }

    function getReserves() external view returns (uint112, uint112, uint32) {
        return (uint112(said), uint112(said), 0);
    }

    function swap(uint256, uint256, address, bytes calldata) external {
        _trick(1);
    }

    function swap(address, bool zeroForOne, int256 amount, uint160, bytes calldata)
        external
        returns (int256 delta0, int256 delta1)
    {
        _trick(amount);
        int256 given = trick == NEGATIVE ? int256(said) : -int256(said);
        return zeroForOne ? (amount, given) : (given, amount);
    }

    function _trick(int256 amount) private {
        if (trick == NOTHING) return;
        if (trick == ACCOMPLICE) return accomplice.ask(amount);
        if (trick == RESCUE) return victim.rescue(token, address(this), 1);
        if (trick == REENTER) {
            victim.execute(0, uint256(amount), 0, new IVictim.Hop[](0));
            return;
        }
        int256 asked = amount;
        if (trick == MORE) asked = amount + 1;
        if (trick == PARTIAL) asked = amount - 1;
        victim.uniswapV3SwapCallback(asked, asked, "");
        if (trick == TWICE) victim.uniswapV3SwapCallback(asked, asked, "");
    }
}
